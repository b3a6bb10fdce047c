using System.Diagnostics.Metrics;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Shadows;

/// <summary>The instruments of shadows; meter <c>PolicyGate.Shadows</c>.</summary>
internal sealed class ShadowMetrics : IDisposable
{
    private static readonly Dictionary<ShadowShed, string> ShedNames =
        Enum.GetValues<ShadowShed>().ToDictionary(reason => reason, reason => reason.ToString());

    private static readonly Dictionary<ErrorCode, string> FailureNames =
        Enum.GetValues<ErrorCode>().ToDictionary(code => code, code => code.ToString());

    // From a millisecond, which small models take, to the longest that a run may.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [.001, .002, .005, .01, .02, .033, .05, .1, .2, .5, 1, 2, 5, 10],
    };

    // From what two engines differ by in float32 to more than a joint can turn.
    private static readonly InstrumentAdvice<double> Differences = new()
    {
        HistogramBucketBoundaries = [1e-6, 1e-5, 1e-4, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _notFinite;
    private readonly Counter<long> _tries;
    private readonly Histogram<double> _seconds;
    private readonly Histogram<double> _differences;

    /// <param name="gateway">The meter's scope.</param>
    public ShadowMetrics(object? gateway = null)
    {
        _meter = new Meter("PolicyGate.Shadows", version: null, tags: null, scope: gateway);
        _runs = _meter.CreateCounter<long>("policygate.shadows.runs", "{run}", "Runs of shadows that went well");
        _failures = _meter.CreateCounter<long>(
            "policygate.shadows.failures", "{run}", "Runs of shadows that failed or were late, by reason");
        _shed = _meter.CreateCounter<long>(
            "policygate.shadows.shed", "{tick}", "Ticks that a shadow was not run on, by reason");
        _notFinite = _meter.CreateCounter<long>(
            "policygate.shadows.not_finite", "{value}", "Values of shadows' chunks that are NaN or infinite");
        _tries = _meter.CreateCounter<long>(
            "policygate.fallback.tries", "{tick}", "Ticks to try a failed policy on beside its fallback, by outcome");
        _seconds = _meter.CreateHistogram(
            "policygate.shadows.run.duration", "s", "Time of a shadow's run, resize included", tags: null, Durations);
        _differences = _meter.CreateHistogram(
            "policygate.shadows.difference", "{position}",
            "Largest difference of a shadow's chunk from what its robot's policy made, in the robot's units",
            tags: null, Differences);
    }

    public void Ran(string route, string policy, TimeSpan took)
    {
        _runs.Add(1, Route(route), Policy(policy));
        _seconds.Record(took.TotalSeconds, Route(route), Policy(policy));
    }

    public void Differed(string route, string policy, double largest) =>
        _differences.Record(largest, Route(route), Policy(policy));

    public void NotFinite(string route, string policy, long values) =>
        _notFinite.Add(values, Route(route), Policy(policy));

    public void Failed(string route, string policy, ErrorCode code) =>
        _failures.Add(1, Route(route), Policy(policy), new("reason", FailureNames[code]));

    public void Shed(string route, string policy, ShadowShed reason) =>
        _shed.Add(1, Route(route), Policy(policy), new("reason", ShedNames[reason]));

    /// <summary>A policy that had failed was tried beside its fallback.</summary>
    public void Tried(string route, string policy, bool well) => Tried(route, policy, well ? "well" : "failed");

    /// <summary>It was not, on a tick that it could have been.</summary>
    public void NotTried(string route, string policy) => Tried(route, policy, "shed");

    public void Dispose() => _meter.Dispose();

    private void Tried(string route, string policy, string outcome) =>
        _tries.Add(1, Route(route), Policy(policy), new("outcome", outcome));

    private static KeyValuePair<string, object?> Route(string route) => new("route", route);

    private static KeyValuePair<string, object?> Policy(string policy) => new("policy", policy);
}
