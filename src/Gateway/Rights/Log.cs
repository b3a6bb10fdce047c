using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Rights;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information,
        "serving as {Owner}, the owner of the robot's socket, in each of {Threads} threads; no capability is left")]
    public static partial void ServingAs(ILogger logger, FileOwner owner, int threads);

    [LoggerMessage(1501, LogLevel.Debug, "started as user {User}, without root's rights: none to give up")]
    public static partial void NothingToGiveUp(ILogger logger, uint user);

    [LoggerMessage(1502, LogLevel.Information, "{Folder} is user {User}'s now: {Count} entries were root's")]
    public static partial void CacheGiven(ILogger logger, string folder, uint user, int count);

    [LoggerMessage(1503, LogLevel.Warning,
        "{Folder} cannot be given to user {User}, and what is root's there will not be used: {Reason}; on the host:"
        + " chown -R {User}:{Group} on the folder that is mounted there")]
    public static partial void CacheNotGiven(ILogger logger, string folder, uint user, string reason, uint group);

    [LoggerMessage(1504, LogLevel.Warning,
        "user {User} could not read {Paths} of policy '{Policy}'; its read permission was added; on the host:"
        + " chmod -R a+rX on the policy's folder makes this needless")]
    public static partial void MadeReadable(ILogger logger, uint user, string paths, string policy);

    [LoggerMessage(1505, LogLevel.Warning,
        "user {User} cannot read {Paths} of policy '{Policy}', which is served without; on the host: chmod -R a+rX on"
        + " the policy's folder")]
    public static partial void LeftUnreadable(ILogger logger, uint user, string paths, string policy);

    [LoggerMessage(1506, LogLevel.Error, "{Message}")]
    public static partial void Unfit(ILogger logger, string message);
}
