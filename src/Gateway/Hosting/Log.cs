using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Hosting;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "{How} {Path} for OpenArm robots, served by {Policies}")]
    public static partial void Serving(ILogger logger, string how, string path, string policies);

    [LoggerMessage(101, LogLevel.Critical, "not serving: the errors above say why")]
    public static partial void NotServing(ILogger logger);

    [LoggerMessage(102, LogLevel.Information, "stopping: ticks under way are answered first")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(103, LogLevel.Information, "the robot's node has gone; ending")]
    public static partial void RobotGone(ILogger logger);

    [LoggerMessage(104, LogLevel.Error, "{Code}: {Message}")]
    public static partial void Failed(ILogger logger, ErrorCode code, string message);

    [LoggerMessage(105, LogLevel.Warning, "a policy is still being loaded {Limit} after shutdown began; left behind")]
    public static partial void StillLoading(ILogger logger, TimeSpan limit);

    [LoggerMessage(106, LogLevel.Information,
        "listening on {EndPoints} for LeRobot robots; they may ask for {Policies}")]
    public static partial void ServingLeRobot(ILogger logger, string endPoints, string policies);

    [LoggerMessage(107, LogLevel.Warning,
        "something has not ended {Limit} after the robot had gone: what is left ends with the process")]
    public static partial void EndedAtOnce(ILogger logger, TimeSpan limit);
}
