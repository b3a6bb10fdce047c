using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Swaps;

/// <summary>When robots come to a version, in words.</summary>
internal static class TakeoverText
{
    public static string Of(Takeover takeover) => takeover is Takeover.Now
        ? "robots come to it with their next tick"
        : "each robot comes to it with its next episode";
}
