using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Routes;

internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information,
        "robot {Robot} is answered by policy '{Policy}' (version {Version}) from now on; before by '{Before}' (version"
        + " {BeforeVersion})")]
    public static partial void Seated(
        ILogger logger, string robot, string policy, int version, string before, int beforeVersion);

    [LoggerMessage(2001, LogLevel.Warning,
        "robot {Robot}: policy '{Policy}' failed; number {Level} of its route's fallback takes over: {Reason}")]
    public static partial void FallingBack(ILogger logger, string robot, string policy, int level, string reason);

    [LoggerMessage(2002, LogLevel.Information,
        "robot {Robot}: policy '{Policy}' ran well {Count} times in a row beside its fallback, and answers again")]
    public static partial void BackAgain(ILogger logger, string robot, string policy, int count);

    [LoggerMessage(2003, LogLevel.Warning,
        "robot {Robot} stays with policy '{Policy}': '{Other}' (version {Version}) cannot drive it: {Reason}")]
    public static partial void Unfit(
        ILogger logger, string robot, string policy, string other, int version, string reason);

    [LoggerMessage(2004, LogLevel.Error, "robot {Robot}: policy '{Policy}' threw when its episode was ended")]
    public static partial void EpisodeThrew(ILogger logger, string robot, string policy, Exception bug);
}
