using System.Diagnostics.Metrics;

namespace PolicyGate.Gateway.Measurement;

/// <summary>How long answers took to be written, which no answer can tell of itself: from the gateway's own
/// metrics.</summary>
internal sealed class WriteTimes : IDisposable
{
    private const string Duration = "policygate.tick.stage.duration";
    private const double MillisecondsPerSecond = 1000;

    private readonly MeterListener _listener = new();
    private readonly Samples _samples;

    /// <param name="samples">Gets <see cref="Stage.Write"/>, on the gateway's thread, just after the answer is
    /// here.</param>
    /// <param name="scope">Of the gateway's meter: another gateway's times are not its.</param>
    public WriteTimes(Samples samples, object scope)
    {
        _samples = samples;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == Duration && ReferenceEquals(instrument.Meter.Scope, scope))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>(OnMeasured);
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    private void OnMeasured(
        Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag is { Key: "stage", Value: "write" })
                _samples.Add(Stage.Write, seconds * MillisecondsPerSecond);
        }
    }
}
