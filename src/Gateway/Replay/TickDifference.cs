using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Replay;

/// <summary>A played tick beside the recorded one, where they are not the same.</summary>
internal sealed record TickDifference
{
    public required string Session { get; init; }

    public required long Tick { get; init; }

    public required string Route { get; init; }

    public required DifferentParts Parts { get; init; }

    /// <summary>
    /// Whether ticks before it in its episode were not played, which had a part in what was recorded.
    /// </summary>
    public required bool IsExcused { get; init; }

    public required TickOutcome? Recorded { get; init; }

    public required TickOutcome Played { get; init; }

    /// <summary>Null where the raw chunks are the same, or one is missing.</summary>
    public RowsDifference? Raw { get; init; }

    /// <summary>Null where the chunks are the same, or one is missing.</summary>
    public RowsDifference? Chunk { get; init; }

    /// <summary>Why there is none now; null where nothing went wrong.</summary>
    public GatewayError? Error { get; init; }

    /// <summary>Null where both are the same.</summary>
    /// <param name="recorded">As it was.</param>
    /// <param name="played">As it is now.</param>
    /// <param name="compared">What can be compared at all.</param>
    /// <param name="excused">As <see cref="IsExcused"/>.</param>
    /// <param name="rememberingPolicy">Whether the policy's answers go by the ticks before as well.</param>
    public static TickDifference? Of(
        RecordedTick recorded, PlayedTick played, DifferentParts compared, bool excused, bool rememberingPolicy)
    {
        DifferentParts parts = DifferentParts.None;
        RowsDifference? raw = null;
        RowsDifference? chunk = null;
        if (recorded.Outcome is { } outcome)
        {
            parts |= outcome == played.Outcome ? DifferentParts.None : DifferentParts.Outcome;
            parts |= recorded.Reason == played.Reason ? DifferentParts.None : DifferentParts.Reason;
            // Of a chunk that came from elsewhere nobody knows what the model gave: a robot has recorded it.
            bool known = recorded.Run is not null || !recorded.Raw.IsEmpty || outcome is not TickOutcome.Chunk;
            if (known)
                parts |= Rows(recorded.Raw, played.Raw, recorded.Width, played.Width, DifferentParts.Raw, out raw);
        }
        (ReadOnlyMemory<float> then, ReadOnlyMemory<float> now) = compared.HasFlag(DifferentParts.Raw)
            ? (recorded.Chunk, played.Chunk)
            : InStep(recorded, played);
        parts |= Rows(then, now, recorded.Width, played.Width, DifferentParts.Chunk, out chunk);
        bool timed = recorded.IntervalNanoseconds > 0 && played.IntervalNanoseconds > 0;
        if (timed && recorded.IntervalNanoseconds != played.IntervalNanoseconds)
            parts |= DifferentParts.Chunk;
        if (!recorded.Reply.IsEmpty && !Replies.AreSame(recorded.Reply.Span, played.Reply.Span))
            parts |= DifferentParts.Reply;
        parts &= compared;
        if (parts is DifferentParts.None)
            return null;
        return new TickDifference
        {
            Session = recorded.Session,
            Tick = recorded.Tick,
            Route = recorded.Route,
            Parts = parts,
            // What a policy that remembers nothing makes of an observation is the same whatever was before.
            IsExcused = excused && (rememberingPolicy || raw is null),
            Recorded = recorded.Outcome,
            Played = played.Outcome,
            Raw = raw,
            Chunk = chunk,
            Error = played.Error,
        };
    }

    /// <summary>
    /// A server goes by a clock of its own and leaves out other rows as late: what both have sent is compared.
    /// </summary>
    private static (ReadOnlyMemory<float> Recorded, ReadOnlyMemory<float> Played) InStep(
        RecordedTick recorded, PlayedTick played)
    {
        int all = recorded.Raw.Length;
        int late = all - recorded.Chunk.Length;
        int playedLate = all - played.Chunk.Length;
        // Else rows were left out for another reason, or were made of others.
        bool whole = late == (long)recorded.LateRows * recorded.Width && recorded.Width == played.Width
            && playedLate >= 0;
        if (!whole || played.Chunk.IsEmpty)
            return (recorded.Chunk, played.Chunk);
        int first = Math.Max(late, playedLate);
        return (recorded.Chunk[(first - late)..], played.Chunk[(first - playedLate)..]);
    }

    private static DifferentParts Rows(
        ReadOnlyMemory<float> recorded, ReadOnlyMemory<float> played, int recordedWidth, int playedWidth,
        DifferentParts part, out RowsDifference? difference)
    {
        difference = null;
        if (recorded.IsEmpty && played.IsEmpty)
            return DifferentParts.None;
        if (recorded.IsEmpty || played.IsEmpty || recordedWidth != playedWidth)
            return part;
        difference = RowsDifference.Of(recorded.Span, played.Span, recordedWidth);
        return difference is null ? DifferentParts.None : part;
    }
}
