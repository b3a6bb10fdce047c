using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Swaps;

internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Information, "policy '{Policy}': another version is asked for, from {Folder}")]
    public static partial void Begun(ILogger logger, string policy, string folder);

    [LoggerMessage(2201, LogLevel.Information,
        "policy '{Policy}': version {Version} answers from now on ({Takeover}); tried on {Ticks} ticks; {Notes}")]
    public static partial void Done(
        ILogger logger, string policy, int version, string takeover, int ticks, string notes);

    [LoggerMessage(2202, LogLevel.Warning,
        "policy '{Policy}' stays at version {Version}; the other is refused: {Reason}")]
    public static partial void Refused(ILogger logger, string policy, int version, string reason);

    [LoggerMessage(2203, LogLevel.Warning,
        "policy '{Policy}': rolled back; version {Version} answers again ({Takeover})")]
    public static partial void RolledBack(ILogger logger, string policy, int version, string takeover);

    [LoggerMessage(2204, LogLevel.Information, "policy '{Policy}': version {Version} is freed")]
    public static partial void Freed(ILogger logger, string policy, int version);

    [LoggerMessage(2205, LogLevel.Debug, "the copy {Folder} of a policy is left: {Reason}")]
    public static partial void CopyKept(ILogger logger, string folder, string reason);

    [LoggerMessage(2206, LogLevel.Warning,
        "policy '{Policy}': its next version runs in a worker process of its own: {Reason}")]
    public static partial void ToWorker(ILogger logger, string policy, string reason);

    [LoggerMessage(2207, LogLevel.Error, "a swap of policy '{Policy}' went wrong")]
    public static partial void Broke(ILogger logger, string policy, Exception bug);

    [LoggerMessage(2208, LogLevel.Information,
        "policy '{Policy}': {Folder} has changed since it could not be loaded; from the start again. It was: {Reason}")]
    public static partial void Changes(ILogger logger, string policy, string folder, string reason);
}
