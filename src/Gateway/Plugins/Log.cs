using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Plugins;

/// <summary>What the plugin host tells.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Information,
        "backend {Backend}: {Assembly} {Version}, contract {Contract}, from {Folder}")]
    public static partial void Loaded(
        ILogger logger, string backend, string assembly, Version version, string contract, string folder);

    [LoggerMessage(501, LogLevel.Warning, "no private copy of plugin folder {Folder} can be made ({Reasons});"
        + " it is loaded where it lies: do not overwrite its files while this process runs")]
    public static partial void LoadedInPlace(ILogger logger, string folder, string reasons);

    [LoggerMessage(502, LogLevel.Debug, "copied plugin folder {Folder} to {Place}")]
    public static partial void Copied(ILogger logger, string folder, string place);

    [LoggerMessage(503, LogLevel.Debug, "removed the old plugin copy {Place}")]
    public static partial void RemovedOld(ILogger logger, string place);

    [LoggerMessage(504, LogLevel.Debug, "kept the old plugin copy {Place}: {Reason}")]
    public static partial void KeptOld(ILogger logger, string place, string reason);

    [LoggerMessage(505, LogLevel.Error, "backend {Backend} went wrong in {Call}")]
    public static partial void Threw(ILogger logger, Exception failure, string backend, string call);
}
