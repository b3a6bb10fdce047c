using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Sessions;

/// <summary>
/// Why a tick was skipped or held. Failures carry the number of their <see cref="ErrorCode"/> plus 100.
/// </summary>
internal enum TickReason
{
    /// <summary>It was neither.</summary>
    None,

    /// <summary><c>Pacing:MaximumRateHz</c>.</summary>
    MaximumRate,

    /// <summary>Every row of the chunk lay in the past when it was ready.</summary>
    ChunkTooOld,

    InvalidArgument = 100 + ErrorCode.InvalidArgument,
    NotFound = 100 + ErrorCode.NotFound,
    Unsupported = 100 + ErrorCode.Unsupported,
    Unavailable = 100 + ErrorCode.Unavailable,
    Overloaded = 100 + ErrorCode.Overloaded,
    DeadlineExceeded = 100 + ErrorCode.DeadlineExceeded,
    Cancelled = 100 + ErrorCode.Cancelled,
    Internal = 100 + ErrorCode.Internal,
}
