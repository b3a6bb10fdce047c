namespace PolicyGate.Gateway.Measurement;

/// <summary>One case's figures.</summary>
internal sealed record CaseResult
{
    private const double MicrosecondsPerMillisecond = 1000;

    public required string Name { get; init; }

    public required int Ticks { get; init; }

    /// <summary>Null for back to back.</summary>
    public required double? Hz { get; init; }

    /// <summary>Pictures and positions that the policy uses of one observation.</summary>
    public required int BytesUsed { get; init; }

    /// <summary>Of the observation's file, all cameras in it.</summary>
    public required int FileBytes { get; init; }

    /// <summary>Managed memory that the gateway takes for a tick, in all of its threads.</summary>
    public required double AllocatedBytesPerTick { get; init; }

    /// <summary>The backend's part of that.</summary>
    public required double AllocatedBytesPerBareRun { get; init; }

    public required IReadOnlyList<StageResult> Stages { get; init; }

    /// <summary>Median of opening, finding and reading, over the median of a plain read of the same bytes.</summary>
    public double ReadingMicroseconds => (Median(Stage.Read) + Median(Stage.Decode) - Median(Stage.PlainRead))
        * MicrosecondsPerMillisecond;

    /// <summary>Median of a tick without reading and resizing, from the request's last byte to the answer's first,
    /// over the bare run's.</summary>
    public double HostMicroseconds => (Median(Stage.Host) - Median(Stage.BareRun)) * MicrosecondsPerMillisecond;

    /// <summary>Median of what a round trip has over the gateway's own tick: the answer's writing, the socket, and
    /// waking up on both sides.</summary>
    public double WireMicroseconds => (Median(Stage.RoundTrip) - Median(Stage.Total)) * MicrosecondsPerMillisecond;

    /// <summary>The reference's resizing over ours on one thread, which also scales and lays out; null without
    /// one.</summary>
    public double? ResizeSpeedup => Find(Stage.ReferenceResize) / Median(Stage.FillAlone);

    /// <summary>The reference's tick, which has no model, over the whole of ours; null without one.</summary>
    public double? Speedup => Find(Stage.Reference) / Median(Stage.RoundTrip);

    private double Median(Stage stage) => Find(stage) ?? double.NaN;

    private double? Find(Stage stage) => Stages.FirstOrDefault(row => row.Stage == stage)?.Milliseconds.P50;
}
