using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Swaps;

/// <summary>A gateway that serves a policy of one value, and a second policy to put in its place.</summary>
public abstract class ConstantSwaps : IDisposable
{
    private protected const string Name = "constant";

    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal)
    {
        ["PluginFolder"] = ConstantPolicy.PluginFolder,
        ["Chunks:DropLateRows"] = "false",
        ["Swaps:TrialTime"] = "00:00:30",
        ["Swaps:WholeTime"] = "00:00:00.5",
        // Others run beside a test: none of its time is spare.
        ["Limits:ShadowSparePercent"] = "0",
    };

    private protected ConstantPolicy First { get; } = new("1");

    private protected ConstantPolicy Second { get; } = new("2");

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string? Step(ServedGateway gateway) => gateway.Host.Policies.List().Single().Swapping;

    private protected static void AliveVersions(ServedGateway gateway, params int[] expected) => Eventually.Holds(
        () => Alive(gateway).SequenceEqual(expected), () => $"alive are {string.Join(", ", Alive(gateway))}");

    private static IEnumerable<int> Alive(ServedGateway gateway) =>
        gateway.Host.Policies.List().Single().Versions.Select(version => version.Number);

    private protected static Task<SwapReport> Swap(
        ServedGateway gateway, string? folder, Takeover? takeover = null, int? trialTicks = 0) =>
        gateway.Host.Policies.SwapAsync(
            new SwapRequest(Name) { Folder = folder, Takeover = takeover, TrialTicks = trialTicks },
            CancellationToken.None);

    private protected Task<ServedGateway> Serve(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(Settings, StringComparer.Ordinal);
        foreach ((string key, string value) in settings)
            all[key] = value;
        return ServedGateway.Start(First.Path, ConstantPolicy.Backend, all);
    }
}
