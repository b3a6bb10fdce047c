using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Services;

internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Critical,
        "{Problem}: the service manager is told nothing until that is over, and may start this gateway again")]
    public static partial void NotAlive(ILogger logger, string problem);

    [LoggerMessage(1701, LogLevel.Warning,
        "NOTIFY_SOCKET is '{Address}', expected a path or a name behind @; nobody is told how this gateway is")]
    public static partial void NoSuchManager(ILogger logger, string address);

    [LoggerMessage(1702, LogLevel.Debug, "the service manager could not be told how this gateway is: {Reason}")]
    public static partial void NotTold(ILogger logger, SocketError reason);
}
