using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Policies;

/// <summary>What loading and running policies tells.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information,
        "policy '{Policy}' is warm on {Engine} {Version}{Properties} after {Milliseconds:0} ms, {Deadline}")]
    public static partial void Warm(
        ILogger logger, string policy, string engine, string version, string properties, double milliseconds,
        string deadline);

    [LoggerMessage(201, LogLevel.Error, "policy '{Policy}': its backend threw; the policy is out of service")]
    public static partial void BackendThrew(ILogger logger, string policy, Exception bug);

    [LoggerMessage(202, LogLevel.Error,
        "policy '{Policy}': an inference has not returned within {Limit}; its memory is left as it is")]
    public static partial void StillRunning(ILogger logger, string policy, TimeSpan limit);

    [LoggerMessage(203, LogLevel.Error, "policy '{Policy}': the backend threw while it was being disposed")]
    public static partial void DisposeThrew(ILogger logger, string policy, Exception bug);

    [LoggerMessage(204, LogLevel.Warning,
        "policy '{Policy}' needs {Milliseconds:0} ms a run, which is more than {Wanted}: it cannot keep up with its"
        + " robots; its deadline is {Chosen}")]
    public static partial void SlowerThanWanted(
        ILogger logger, string policy, double milliseconds, RunDeadline wanted, RunDeadline chosen);

    [LoggerMessage(205, LogLevel.Warning,
        "policy '{Policy}': a run of a version that answers nobody any more has not returned within {Limit}; its memory"
        + " is freed when it does")]
    public static partial void FreedLater(ILogger logger, string policy, TimeSpan limit);

    [LoggerMessage(206, LogLevel.Error, "policy '{Policy}' threw outside of its run; it costs that robot's tick")]
    public static partial void RobotsRunThrew(ILogger logger, string policy, Exception bug);
}
