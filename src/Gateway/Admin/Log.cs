using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Admin;

internal static partial class Log
{
    [LoggerMessage(2300, LogLevel.Information, "'policygate policies' reaches this gateway by {Path}")]
    public static partial void Listening(ILogger logger, string path);

    [LoggerMessage(2301, LogLevel.Warning,
        "'policygate policies' does not reach this gateway: {Reasons}; Admin:Socket names a path, Admin:On=false wants"
        + " none")]
    public static partial void NoSocket(ILogger logger, string reasons);

    [LoggerMessage(2302, LogLevel.Warning, "user {User}, process {Process}, was refused at the admin socket")]
    public static partial void Refused(ILogger logger, uint user, int process);

    [LoggerMessage(2303, LogLevel.Information, "process {Process} (user {User}) asks to {Request}")]
    public static partial void Asked(ILogger logger, int process, uint user, string request);

    [LoggerMessage(2304, LogLevel.Error, "an answer at the admin socket went wrong")]
    public static partial void Broke(ILogger logger, Exception bug);
}
