using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Sessions;

/// <summary>
/// Why a tick was skipped or held. Failures carry the number of their <see cref="ErrorCode"/> from
/// <see cref="TickReasons.FirstFailure"/> on.
/// </summary>
internal enum TickReason
{
    /// <summary>It was neither.</summary>
    None,

    /// <summary><c>Pacing:MaximumRateHz</c>.</summary>
    MaximumRate,

    /// <summary><c>Pacing:ReplanAfter</c>: too little of the last chunk is played.</summary>
    ReplanAfter,

    /// <summary><c>Pacing:SimilarityRadians</c>: the robot is all but where it was inferred last.</summary>
    SimilarState,

    /// <summary><c>Pacing:MaximumAge</c>.</summary>
    ObservationTooOld,

    /// <summary>From where the robot is no rows keep its limits.</summary>
    BeyondLimits,

    /// <summary>Every row of the chunk lay in the past when it was ready.</summary>
    ChunkTooOld,

    InvalidArgument = TickReasons.FirstFailure + ErrorCode.InvalidArgument,
    NotFound = TickReasons.FirstFailure + ErrorCode.NotFound,
    Unsupported = TickReasons.FirstFailure + ErrorCode.Unsupported,
    Unavailable = TickReasons.FirstFailure + ErrorCode.Unavailable,
    Overloaded = TickReasons.FirstFailure + ErrorCode.Overloaded,
    DeadlineExceeded = TickReasons.FirstFailure + ErrorCode.DeadlineExceeded,
    Cancelled = TickReasons.FirstFailure + ErrorCode.Cancelled,
    Internal = TickReasons.FirstFailure + ErrorCode.Internal,
}
