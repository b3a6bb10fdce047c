namespace PolicyGate.Gateway.Measurement;

/// <summary>What is timed: the stages as answers tell them, then what is timed from outside.</summary>
internal enum Stage
{
    Read,
    Decode,
    Wait,
    Resize,
    Run,
    Shape,
    Total,

    /// <summary><see cref="Total"/> without reading and resizing: the engine, and all that the host adds.</summary>
    Host,

    /// <summary>From before the request is sent until its answer's line end is here.</summary>
    RoundTrip,

    /// <summary>From the answer's first byte until the socket has taken its last.</summary>
    Write,

    /// <summary>Yardstick: <see cref="Measurement.PlainRead"/>.</summary>
    PlainRead,

    /// <summary>Yardstick: <see cref="BareInference.Run"/>.</summary>
    BareRun,

    /// <summary>Yardstick: <see cref="BareInference.Fill"/>, pictures resized on one thread out of memory.</summary>
    FillAlone,

    /// <summary>Yardstick: the reference's opening of the file and finding of its values.</summary>
    ReferenceOpen,

    /// <summary>Yardstick: the reference's resizing.</summary>
    ReferenceResize,

    /// <summary>Yardstick: what else the reference does to fill a model's inputs.</summary>
    ReferenceRest,

    /// <summary>Yardstick: the reference's whole tick, which has no model in it.</summary>
    Reference,
}
