using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Shadows;

internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Warning,
        "route '{Route}': its shadow '{Policy}' failed; robots are answered as before: {Reason}")]
    public static partial void ShadowFailed(ILogger logger, string route, string policy, string reason);

    [LoggerMessage(2101, LogLevel.Information, "route '{Route}': its shadow '{Policy}' runs again")]
    public static partial void ShadowRecovered(ILogger logger, string route, string policy);

    [LoggerMessage(2102, LogLevel.Error, "shadow '{Policy}' threw; robots are answered as before")]
    public static partial void ShadowThrew(ILogger logger, string policy, Exception bug);

    [LoggerMessage(2103, LogLevel.Error, "shadow '{Policy}' threw when its episode was ended")]
    public static partial void EpisodeThrew(ILogger logger, string policy, Exception bug);

    [LoggerMessage(2104, LogLevel.Warning, "shadow '{Policy}' is still in a run after {Limit} (Limits:DrainTime)")]
    public static partial void NotDrained(ILogger logger, string policy, TimeSpan limit);

    [LoggerMessage(2105, LogLevel.Information,
        "robot {Robot}: policy '{Policy}', tried beside its fallback, does not run well yet: {Reason}")]
    public static partial void NotWellYet(ILogger logger, string robot, string policy, string reason);

    [LoggerMessage(2106, LogLevel.Error,
        "robot {Robot}: its tick could not be handed to shadows; it is answered as before")]
    public static partial void HandOverThrew(ILogger logger, string robot, Exception bug);
}
