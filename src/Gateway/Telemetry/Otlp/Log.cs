using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Telemetry.Otlp;

internal static partial class Log
{
    [LoggerMessage(2500, LogLevel.Information, "sending {Signals} by OTLP")]
    public static partial void Exporting(ILogger logger, string signals);

    [LoggerMessage(2501, LogLevel.Warning, "{Problem}")]
    public static partial void Unusable(ILogger logger, string problem);

    [LoggerMessage(2502, LogLevel.Warning, "OTLP: {Notice} (told once a minute at most)")]
    public static partial void Notice(ILogger logger, string notice);

    [LoggerMessage(2503, LogLevel.Error,
        "nothing is sent by OTLP: what the OTEL_ variables ask for cannot be set up; robots are served all the same")]
    public static partial void NotExporting(ILogger logger, Exception problem);

    [LoggerMessage(2504, LogLevel.Warning,
        "the OTLP collector has not taken the last spans and metrics within {Limit}; they are lost")]
    public static partial void NotFlushed(ILogger logger, TimeSpan limit);
}
