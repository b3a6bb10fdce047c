using System.Diagnostics.Metrics;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Swaps;

/// <summary>What swaps came to, and what they hold; meter <c>PolicyGate.Swaps</c>.</summary>
internal sealed class SwapMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _swaps;

    /// <param name="gateway">The meter's scope: tells a listener which of several gateways in a process it is.</param>
    public SwapMetrics(object gateway)
    {
        _meter = new Meter("PolicyGate.Swaps", version: null, tags: null, scope: gateway);
        _swaps = _meter.CreateCounter<long>("policygate.swaps", "{swap}", "Swaps that were asked for, by outcome");
        _meter.CreateObservableGauge(
            "policygate.plugin.contexts", () => PluginLoadContext.Alive, "{context}",
            "Load contexts of plugins: each stays until the process ends");
    }

    /// <summary>From here on versions are counted when somebody asks.</summary>
    public void Watch(Func<IEnumerable<VersionHistory>> histories) => _meter.CreateObservableGauge(
        "policygate.policy.versions", () => histories().SelectMany(Count), "{version}",
        "Versions of the policy whose memory is held, by what they do");

    public void Ended(string policy, SwapOutcome outcome) => _swaps.Add(
        1, new("policy", policy), new("outcome", outcome switch
        {
            SwapOutcome.Done => "done",
            SwapOutcome.Refused => "refused",
            _ => "rolled_back",
        }));

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Count(VersionHistory history)
    {
        IReadOnlyList<LoadedVersion> alive = history.Alive;
        var current = history.Handle.Published?.Version;
        var previous = history.Handle.Previous;
        int answers = alive.Count(loaded => loaded.Version == current);
        int before = alive.Count(loaded => loaded.Version == previous && loaded.Version != current);
        int used = alive.Count(
            loaded => loaded.Version != current && loaded.Version != previous && loaded.Version.Users > 0);
        yield return Of(history, "answers", answers);
        yield return Of(history, "before", before);
        yield return Of(history, "used", used);
        yield return Of(history, "unused", alive.Count - answers - before - used);
    }

    private static Measurement<long> Of(VersionHistory history, string state, int count) =>
        new(count, new KeyValuePair<string, object?>("policy", history.Handle.Name), new("state", state));
}
