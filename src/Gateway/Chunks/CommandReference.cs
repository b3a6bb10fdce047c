namespace PolicyGate.Gateway.Chunks;

/// <summary>Where the robot's commands stand: the chunk that was sent last, played as the robot plays it.</summary>
/// <remarks>
/// Row 0 is reached one interval after the answer, rows in between by straight lines, the last row is held. A skip or a
/// refused answer changes nothing here. Times are nanoseconds on one clock of the caller's.
/// </remarks>
internal sealed class CommandReference
{
    // A third difference at the seam is made of the chunk's first row and of these before the present one.
    private const int Past = 2;

    private readonly ActionChunk _sent = new();
    private readonly ActionChunk _before = new();
    private long _sentAt;

    /// <summary>Whether a chunk was sent in this episode.</summary>
    public bool Known { get; private set; }

    /// <summary>How many values a command has.</summary>
    public int Width => _sent.Width;

    /// <summary>From the answer to its last row.</summary>
    public long DurationNanoseconds => _sent.IntervalNanoseconds * _sent.Rows;

    /// <summary>A new episode: the arm may have been moved by others since.</summary>
    public void Clear() => Known = false;

    /// <summary>Since the chunk was sent.</summary>
    public long Elapsed(long now) => now - _sentAt;

    /// <summary>Whether the robot has come to the last row and stands there.</summary>
    public bool HasRunOut(long now) => Elapsed(now) >= DurationNanoseconds;

    /// <summary>Whether the chunk has anything to say about a moment to come.</summary>
    public bool Covers(long moment) => Known && Elapsed(moment) <= DurationNanoseconds;

    /// <summary>Notes a chunk that goes out now.</summary>
    /// <param name="chunk">Copied.</param>
    /// <param name="leadUp">From <see cref="LeadUp"/>, of the chunk's own interval; copied.</param>
    /// <param name="now">Not before the last chunk's.</param>
    public void Sent(ActionChunk chunk, ActionChunk leadUp, long now)
    {
        _before.CopyFrom(leadUp);
        _sent.CopyFrom(chunk);
        (_sentAt, Known) = (now, true);
    }

    /// <summary>The command at a moment, which may be two intervals before the chunk was sent, or after it.</summary>
    public void Evaluate(long moment, Span<float> command)
    {
        double place = Math.Clamp((double)Elapsed(moment) / _sent.IntervalNanoseconds, -Past, _sent.Rows);
        int next = (int)Math.Min(Math.Floor(place) + 1, _sent.Rows);
        double share = place - (next - 1);
        ReadOnlySpan<float> from = Knot(next - 1);
        ReadOnlySpan<float> to = Knot(next);
        for (int i = 0; i < command.Length; i++)
            command[i] = (float)(from[i] + ((to[i] - (double)from[i]) * share));
    }

    /// <summary>The rows that lead up to now, oldest first: what jerk at the next chunk's seam is made of.</summary>
    /// <param name="now">A moment since the chunk was sent.</param>
    /// <param name="intervalNanoseconds">Their distance in time.</param>
    /// <param name="rows">Receives three rows; equal ones where the chunk has run out.</param>
    public void LeadUp(long now, long intervalNanoseconds, ActionChunk rows)
    {
        rows.Resize(Past + 1, Width);
        rows.IntervalNanoseconds = intervalNanoseconds;
        for (int row = 0; row <= Past; row++)
            Evaluate(HasRunOut(now) ? now : now - ((Past - row) * intervalNanoseconds), rows.Row(row));
    }

    /// <summary>The same for a robot that stands.</summary>
    public static void LeadUpAtRest(ReadOnlySpan<float> position, long intervalNanoseconds, ActionChunk rows)
    {
        rows.Resize(Past + 1, position.Length);
        rows.IntervalNanoseconds = intervalNanoseconds;
        rows.Fill(position);
    }

    /// <summary>1 is the chunk's first row; 0 is where the robot was when it was sent, −1 and −2 came before.</summary>
    private ReadOnlySpan<float> Knot(int number) =>
        number >= 1 ? _sent.Row(number - 1) : _before.Row(Past + number);
}
