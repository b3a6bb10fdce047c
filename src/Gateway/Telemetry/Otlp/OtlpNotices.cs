using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Telemetry.Otlp;

/// <summary>What OpenTelemetry's SDK says of its troubles: counted, and told once a minute at most.</summary>
internal sealed class OtlpNotices(OtlpMetrics metrics, TimeProvider time, ILogger logger) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const string Sdk = "OpenTelemetry-Sdk";

    // An instrument of a meter that is not exported: each of .NET's own is one.
    private const int InstrumentIgnored = 33;

    // A configuration's, and attributes that cannot be sent: no request has failed.
    private const int UnsupportedProtocol = 8;
    private const int UnsupportedAttribute = 10;
    private const int InvalidConfiguration = 11;

    private const int LongestNotice = 300;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _told;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is Exporter or Sdk)
            EnableEvents(eventSource, EventLevel.Warning);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        bool sdk = eventData.EventSource.Name == Sdk;
        if (sdk && eventData.EventId == InstrumentIgnored)
            return;
        bool configuration = !sdk
            && eventData.EventId is UnsupportedProtocol or UnsupportedAttribute or InvalidConfiguration;
        if (!sdk && !configuration)
            metrics.Failed();
        if (configuration || MayTell())
            Log.Notice(logger, Text(eventData));
    }

    private bool MayTell()
    {
        lock (_gate)
        {
            if (_told is { } told && time.GetElapsedTime(told) < Quiet)
                return false;
            _told = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Its first line: what follows is where in the SDK an exception came from.</summary>
    private static string Text(EventWrittenEventArgs notice)
    {
        string text = string.Format(
            CultureInfo.InvariantCulture, notice.Message ?? notice.EventName ?? "", [.. notice.Payload ?? []]);
        string line = text.AsSpan().EnumerateLines() is var lines && lines.MoveNext() ? lines.Current.ToString() : text;
        return line.Length > LongestNotice ? line[..LongestNotice] : line;
    }
}
