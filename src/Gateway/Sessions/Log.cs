using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Sessions;

internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Warning, "robot {Robot}: {Code}: {Message}")]
    public static partial void TickFailed(ILogger logger, string robot, ErrorCode code, string message);

    [LoggerMessage(301, LogLevel.Information, "robot {Robot}: answered again after {Count} failed ticks")]
    public static partial void Recovered(ILogger logger, string robot, int count);

    [LoggerMessage(302, LogLevel.Warning,
        "robot {Robot}: its clock and ours differ by {Seconds:0.0} s, so late rows stay in its chunks;"
        + " set both by NTP")]
    public static partial void ClocksDiffer(ILogger logger, string robot, double seconds);

    [LoggerMessage(303, LogLevel.Information, "robot {Robot} left: {Counts}")]
    public static partial void Left(ILogger logger, string robot, SessionCounts counts);

    [LoggerMessage(304, LogLevel.Information, "robot {Robot} is here, served by policy '{Policy}'")]
    public static partial void Arrived(ILogger logger, string robot, string policy);
}
