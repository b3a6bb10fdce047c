using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>The one place where the gateway's errors become gRPC's.</summary>
internal static class LeRobotStatus
{
    public static GrpcStatus ToStatus(this GatewayError error) => new(Code(error.Code), error.Message);

    private static GrpcStatusCode Code(ErrorCode code) => code switch
    {
        ErrorCode.InvalidArgument => GrpcStatusCode.InvalidArgument,
        ErrorCode.NotFound => GrpcStatusCode.NotFound,
        ErrorCode.Unsupported => GrpcStatusCode.Unimplemented,
        ErrorCode.Unavailable => GrpcStatusCode.Unavailable,
        ErrorCode.Overloaded => GrpcStatusCode.ResourceExhausted,
        ErrorCode.DeadlineExceeded => GrpcStatusCode.DeadlineExceeded,
        ErrorCode.Cancelled => GrpcStatusCode.Cancelled,
        _ => GrpcStatusCode.Internal,
    };
}
