using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Recording;

internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "recording into {Folder}")]
    public static partial void Recording(ILogger logger, string folder);

    [LoggerMessage(1201, LogLevel.Warning,
        "{Count} ticks were not recorded in the last seconds: the disk is slower than the robots; they were answered")]
    public static partial void TooSlow(ILogger logger, long count);

    [LoggerMessage(1202, LogLevel.Error,
        "recording has stopped: {Reason}; robots are answered, and it is tried again every second")]
    public static partial void NotWritten(ILogger logger, string reason);

    [LoggerMessage(1203, LogLevel.Information, "recording again; {Count} ticks were not recorded meanwhile")]
    public static partial void WrittenAgain(ILogger logger, long count);

    [LoggerMessage(1204, LogLevel.Warning,
        "{Count} ticks were not recorded in the last seconds: {Reason}; their robot is to write each observation to a"
        + " file of its own")]
    public static partial void FileChanged(ILogger logger, long count, string reason);

    [LoggerMessage(1205, LogLevel.Information, "removed {Segment}, the oldest of the recordings: {Reason}")]
    public static partial void Removed(ILogger logger, string segment, string reason);

    [LoggerMessage(1206, LogLevel.Warning, "{Segment} could not be removed: {Reason}")]
    public static partial void NotRemoved(ILogger logger, string segment, string reason);

    [LoggerMessage(1207, LogLevel.Warning,
        "{Count} ticks were still to be recorded {Limit} after shutdown began; they are lost")]
    public static partial void NotDrained(ILogger logger, int count, TimeSpan limit);

    [LoggerMessage(1208, LogLevel.Warning, "recording.json does not have all files of a policy: {Path}: {Reason}")]
    public static partial void NotHashed(ILogger logger, string path, string reason);

    [LoggerMessage(1209, LogLevel.Information, "recorded {Count} ticks; {Lost} were not recorded")]
    public static partial void Ended(ILogger logger, long count, long lost);
}
