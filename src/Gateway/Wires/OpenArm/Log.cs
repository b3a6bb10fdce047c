using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Wires.OpenArm;

internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Information, "robot {Robot}: its connection broke: {Reason}")]
    public static partial void ConnectionBroke(ILogger logger, string robot, SocketError reason);

    [LoggerMessage(401, LogLevel.Error, "robot {Robot}: a tick met a bug of the gateway's")]
    public static partial void TickThrew(ILogger logger, string robot, Exception bug);

    [LoggerMessage(402, LogLevel.Error, "robot {Robot}: its connection met a bug of the gateway's and is closed")]
    public static partial void ConnectionThrew(ILogger logger, string robot, Exception bug);

    [LoggerMessage(403, LogLevel.Warning,
        "{Path}: {Count} robots are connected; one more is refused (Limits:Connections is {Limit}, ulimit -n"
        + " {Descriptors})")]
    public static partial void TooManyRobots(
        ILogger logger, string path, int count, int limit, ulong descriptors);

    [LoggerMessage(404, LogLevel.Information, "{Path}: replaced a socket on which nobody listened")]
    public static partial void StaleSocket(ILogger logger, string path);

    [LoggerMessage(405, LogLevel.Warning, "{Count} robots were still in a tick {Limit} after shutdown began")]
    public static partial void NotDrained(ILogger logger, int count, TimeSpan limit);

    [LoggerMessage(406, LogLevel.Warning, "{Path}: a robot could not be accepted: {Reason}")]
    public static partial void AcceptFailed(ILogger logger, string path, SocketError reason);

    [LoggerMessage(407, LogLevel.Error, "robot {Robot}: no thread could be made for it: {Reason}")]
    public static partial void NoThread(ILogger logger, string robot, string reason);
}
