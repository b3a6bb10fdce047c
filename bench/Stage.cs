namespace PolicyGate.Bench;

/// <summary>What is timed: the stages as answers tell them, then what the bench times itself.</summary>
internal enum Stage
{
    Read,
    Decode,
    Wait,
    Resize,
    Run,
    Shape,
    Total,

    /// <summary>From before the request is sent until its answer's line end is here.</summary>
    RoundTrip,

    /// <summary>Yardstick: <see cref="Bench.PlainRead"/>.</summary>
    PlainRead,

    /// <summary>Yardstick: <see cref="BareInference"/>.</summary>
    BareRun,
}
