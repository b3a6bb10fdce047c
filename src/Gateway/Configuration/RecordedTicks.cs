namespace PolicyGate.Gateway.Configuration;

/// <summary>Which of a route's ticks are recorded.</summary>
internal enum RecordedTicks
{
    All,

    /// <summary>Those that failed.</summary>
    Failures,

    /// <summary>Those whose chunk the guard changed or refused.</summary>
    GuardHits,
}
