using System.Diagnostics.Metrics;

namespace PolicyGate.Gateway.Recording;

/// <summary>The instruments of recording; meter <c>PolicyGate.Recording</c>.</summary>
internal sealed class RecordingMetrics : IDisposable
{
    private static readonly Dictionary<LostTick, string> Reasons =
        Enum.GetValues<LostTick>().ToDictionary(reason => reason, reason => reason.ToString());

    private readonly Meter _meter;
    private readonly Counter<long> _ticks;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _bytes;

    /// <param name="gateway">The meter's scope.</param>
    public RecordingMetrics(object? gateway = null)
    {
        _meter = new Meter("PolicyGate.Recording", version: null, tags: null, scope: gateway);
        _ticks = _meter.CreateCounter<long>("policygate.recording.ticks", "{tick}", "Ticks recorded");
        _lost = _meter.CreateCounter<long>(
            "policygate.recording.lost", "{tick}", "Ticks that were to be recorded and were not, by reason");
        _bytes = _meter.CreateCounter<long>("policygate.recording.bytes", "By", "Bytes of recorded ticks");
    }

    public void Written(string route, long bytes)
    {
        _ticks.Add(1, Route(route));
        _bytes.Add(bytes, Route(route));
    }

    public void Lost(string route, LostTick reason) =>
        _lost.Add(1, Route(route), new("reason", Reasons[reason]));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Route(string route) => new("route", route);
}
