namespace PolicyGate.Gateway.Chunks;

/// <summary>Where the robot's commands stand: the chunk that was sent last, played as the robot plays it.</summary>
/// <remarks>
/// Row 0 is reached one interval after the answer, rows in between by straight lines, the last row is held. A skip or a
/// refused answer changes nothing here.
/// </remarks>
internal sealed class CommandReference(TimeProvider time)
{
    private readonly ActionChunk _sent = new();
    private float[] _start = [];
    private long _sentAt;

    /// <summary>Whether a chunk was sent in this episode.</summary>
    public bool Known { get; private set; }

    /// <summary>A new episode: the arm may have been moved by others since.</summary>
    public void Clear() => Known = false;

    /// <summary>Notes a chunk that goes out now.</summary>
    /// <param name="chunk">Copied.</param>
    /// <param name="measured">Where the robot was seen last: where its first chunk starts from.</param>
    public void Sent(ActionChunk chunk, ReadOnlySpan<float> measured)
    {
        if (_start.Length != chunk.Width)
            _start = new float[chunk.Width];
        if (Known && _sent.Width == chunk.Width)
            Evaluate(_start);
        else if (measured.Length == chunk.Width)
            measured.CopyTo(_start);
        else
            chunk.Row(0).CopyTo(_start);
        _sent.CopyFrom(chunk);
        _sentAt = time.GetTimestamp();
        Known = true;
    }

    /// <summary>How many values a command has.</summary>
    public int Width => _sent.Width;

    /// <summary>The rows' distance in time of the chunk that was sent last.</summary>
    public long IntervalNanoseconds => _sent.IntervalNanoseconds;

    /// <summary>The command at this moment.</summary>
    public void Evaluate(Span<float> command)
    {
        double elapsed = time.GetElapsedTime(_sentAt).Ticks * (double)TimeSpan.NanosecondsPerTick;
        double place = Math.Clamp(elapsed / _sent.IntervalNanoseconds, 0, _sent.Rows);
        int next = Math.Min((int)place, _sent.Rows - 1);
        double share = place - next;
        ReadOnlySpan<float> from = next == 0 ? _start : _sent.Row(next - 1);
        ReadOnlySpan<float> to = _sent.Row(next);
        for (int i = 0; i < command.Length; i++)
            command[i] = (float)(from[i] + ((to[i] - (double)from[i]) * share));
    }
}
