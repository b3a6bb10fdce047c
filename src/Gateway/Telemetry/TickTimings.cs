namespace PolicyGate.Gateway.Telemetry;

/// <summary>Where one tick's time went, in ticks of <see cref="TimeProvider.GetTimestamp"/>.</summary>
internal sealed class TickTimings
{
    /// <summary>Opening the observation file and reading the ranges that the policy uses.</summary>
    public long Read { get; set; }

    /// <summary>Finding those ranges: footer, schema, batch.</summary>
    public long Decode { get; set; }

    /// <summary>Waiting for a free inference.</summary>
    public long Wait { get; set; }

    /// <summary>Resizing and normalising into the engine's memory.</summary>
    public long Resize { get; set; }

    /// <summary>The engine, the hand-over to its thread included.</summary>
    public long Run { get; set; }

    /// <summary>Unnormalising, late rows, guard.</summary>
    public long Shape { get; set; }

    /// <summary>From the request's last byte to the answer's first.</summary>
    public long Total { get; set; }

    /// <summary>From there until the answer's last byte was taken over by the socket.</summary>
    public long Write { get; set; }

    public void CopyFrom(TickTimings other)
    {
        (Read, Decode, Wait, Resize) = (other.Read, other.Decode, other.Wait, other.Resize);
        (Run, Shape, Total, Write) = (other.Run, other.Shape, other.Total, other.Write);
    }

    public void Clear() => Read = Decode = Wait = Resize = Run = Shape = Total = Write = 0;
}
