namespace PolicyGate.Abstractions;

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>The outputs hold an answer.</summary>
    Ok,

    /// <summary>The inputs are not what the model takes; the next ones may be.</summary>
    InvalidInput,

    /// <summary>The run was cancelled.</summary>
    Cancelled,

    /// <summary>The deadline passed.</summary>
    DeadlineExceeded,

    /// <summary>The device, or the engine for good, is gone: the policy must be loaded anew.</summary>
    DeviceLost,

    /// <summary>The engine failed; the message is its own.</summary>
    Failed,

    /// <summary>The engine is away and comes back by itself, as one that runs elsewhere and starts again.</summary>
    Unavailable,
}
