using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Health;

internal static partial class Log
{
    [LoggerMessage(1800, LogLevel.Warning,
        "'policygate health' will not find this process: its socket cannot be made: {Reason}")]
    public static partial void NoHealthSocket(ILogger logger, string reason);
}
