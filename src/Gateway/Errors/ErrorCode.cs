namespace PolicyGate.Gateway.Errors;

/// <summary>The closed set of expected failures. Each wire maps it in one place.</summary>
internal enum ErrorCode
{
    /// <summary>What the robot sent cannot be used; the same again fails again.</summary>
    InvalidArgument,

    /// <summary>It names something that is not there.</summary>
    NotFound,

    /// <summary>Well formed, but this gateway or policy does not do it.</summary>
    Unsupported,

    /// <summary>Not now: still loading, or the policy is out of service.</summary>
    Unavailable,

    /// <summary>A limit of the gateway's own was reached.</summary>
    Overloaded,

    /// <summary>The answer would have come too late to be right.</summary>
    DeadlineExceeded,

    /// <summary>The gateway is going down, or nobody waits any more.</summary>
    Cancelled,

    /// <summary>The policy or the gateway went wrong.</summary>
    Internal,
}
