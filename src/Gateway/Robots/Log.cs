using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Robots;

internal static partial class Log
{
    [LoggerMessage(1900, LogLevel.Information, "recording into {Folder}")]
    public static partial void Recording(ILogger logger, string folder);

    [LoggerMessage(1901, LogLevel.Warning,
        "{Count} ticks were still to be recorded {Limit} after the run; they are lost")]
    public static partial void NotDrained(ILogger logger, int count, TimeSpan limit);

    [LoggerMessage(1902, LogLevel.Information,
        "recorded {Ticks} ticks, {LostTicks} were not recorded; {Actions} actions, {LostActions} were not recorded")]
    public static partial void Ended(ILogger logger, long ticks, long lostTicks, long actions, long lostActions);

    [LoggerMessage(1903, LogLevel.Error,
        "actions are not recorded any more: {Reason}; the robot is driven on, and its ticks are recorded")]
    public static partial void ActionsNotWritten(ILogger logger, string reason);
}
