using PolicyGate.Formats;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>The one place where the gateway's errors become gRPC's.</summary>
internal static class LeRobotStatus
{
    public static GrpcStatus ToStatus(this GatewayError error) => new(Code(error.Code), error.Message);

    /// <summary>
    /// What a pickle holds that is not read is the sender's fault, whether Python would have run it or not.
    /// </summary>
    public static GatewayError ToPickleError(this FormatFault fault) => fault.Kind is FormatFaultKind.LimitExceeded
        ? new GatewayError(ErrorCode.Overloaded, fault.Message)
        : new GatewayError(ErrorCode.InvalidArgument, fault.Message);

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
