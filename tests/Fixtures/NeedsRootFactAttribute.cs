using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Rights;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips with its reason where a process cannot become another user, or that one see it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsRootFactAttribute : FactAttribute
{
    /// <summary>A user that nobody is.</summary>
    public const uint OtherUser = 47_110;

    public NeedsRootFactAttribute() => Skip = WhyMissing();

    private static string? WhyMissing()
    {
        if (LibC.GetEffectiveUserId() != 0)
            return "root's rights are needed to give them up: sudo ./test";
        return Probe.As(new FileOwner(OtherUser, OtherUser), () => Probe.CanRead(GatewayProcess.Executable))
            ? null
            : $"the checkout cannot be read by other users: chmod a+rX {Repository.Root} and the folders above it";
    }
}
