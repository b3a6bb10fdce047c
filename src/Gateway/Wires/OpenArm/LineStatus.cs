namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>What a robot's socket gave.</summary>
internal enum LineStatus
{
    Line,

    /// <summary>A line beyond the limit; all of it was thrown away.</summary>
    TooLong,

    /// <summary>The robot has gone, or the gateway is going down.</summary>
    End,
}
