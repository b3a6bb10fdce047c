using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Sessions;

/// <summary>Failures among the reasons.</summary>
internal static class TickReasons
{
    /// <summary>Leaves room for reasons that are no failures.</summary>
    public const int FirstFailure = 100;

    public static TickReason Of(GatewayError error) => (TickReason)(FirstFailure + (int)error.Code);
}
