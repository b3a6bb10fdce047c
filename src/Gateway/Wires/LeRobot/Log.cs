using System.Net;
using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Wires.LeRobot;

internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Information,
        "robot {Robot} asks for '{Asked}' (type {Type}, device {Device}): policy '{Policy}' on {Backend}, device"
        + " {Used}; {Actions} actions per chunk")]
    public static partial void Asked(
        ILogger logger, string robot, string asked, string type, string device, string policy, string backend,
        string used, int actions);

    [LoggerMessage(601, LogLevel.Warning, "robot {Robot} is refused: {Status}: {Message}")]
    public static partial void Refused(ILogger logger, string robot, string status, string message);

    [LoggerMessage(602, LogLevel.Error, "robot {Robot}: a tick met a bug of the gateway's")]
    public static partial void TickThrew(ILogger logger, string robot, Exception bug);

    [LoggerMessage(603, LogLevel.Warning,
        "LeRobot robots on {EndPoints} speak without encryption: other machines can be reached in {Subnets}; tunnel it"
        + " where the network is not yours alone (docs/lerobot.md)")]
    public static partial void NotEncrypted(ILogger logger, string endPoints, string subnets);

    [LoggerMessage(604, LogLevel.Information,
        "LeRobot robots on {EndPoints}: this wire has no encryption of its own; from other machines come through an SSH"
        + " tunnel (docs/lerobot.md)")]
    public static partial void Loopback(ILogger logger, string endPoints);

    [LoggerMessage(605, LogLevel.Warning,
        "{Robot} is outside of the allowed subnets and is not served (Wires:LeRobot:AllowedSubnets)")]
    public static partial void NotAllowed(ILogger logger, IPAddress robot);

    [LoggerMessage(606, LogLevel.Warning, "{Count} robots were still in a tick {Limit} after shutdown began")]
    public static partial void NotDrained(ILogger logger, int count, TimeSpan limit);

    [LoggerMessage(608, LogLevel.Warning,
        "{Path}: robots that are served cannot be remembered there, and must be started again after a restart of the"
        + " gateway: {Reason}")]
    public static partial void NotRemembered(ILogger logger, string path, string reason);

    [LoggerMessage(609, LogLevel.Information, "robot {Robot} goes on where it left off before the gateway's restart")]
    public static partial void Resumed(ILogger logger, string robot);

    [LoggerMessage(607, LogLevel.Error, "robot {Robot}: no thread could be made for it: {Reason}")]
    public static partial void NoThread(ILogger logger, string robot, string reason);
}
