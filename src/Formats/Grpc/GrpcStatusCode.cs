namespace PolicyGate.Formats.Grpc;

/// <summary>gRPC's status codes: https://grpc.github.io/grpc/core/md_doc_statuscodes.html</summary>
internal enum GrpcStatusCode
{
    Ok,
    Cancelled,
    Unknown,
    InvalidArgument,
    DeadlineExceeded,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    ResourceExhausted,
    FailedPrecondition,
    Aborted,
    OutOfRange,
    Unimplemented,
    Internal,
    Unavailable,
    DataLoss,
    Unauthenticated,
}
