using PolicyGate.Formats.Grpc;

namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>What a server's statuses mean to a robot.</summary>
internal static class ServerStatuses
{
    /// <summary>Whether only this call failed: the server is there, and knows the robot.</summary>
    public static bool IsOfOneCall(GrpcStatusCode code) => code
        is not (GrpcStatusCode.Unavailable or GrpcStatusCode.FailedPrecondition or GrpcStatusCode.Unimplemented
        or GrpcStatusCode.Cancelled or GrpcStatusCode.DeadlineExceeded or GrpcStatusCode.Unauthenticated);

    /// <summary>Whether what was asked for is wrong, so that asking again is of no use.</summary>
    public static bool IsForGood(GrpcStatusCode code) => code
        is GrpcStatusCode.InvalidArgument or GrpcStatusCode.NotFound or GrpcStatusCode.Unimplemented;
}
