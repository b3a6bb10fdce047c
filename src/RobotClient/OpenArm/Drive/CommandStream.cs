namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>The commands that a robot executes: each chunk from its first row on when it arrives, one row an
/// interval, its last row for good.</summary>
internal sealed class CommandStream
{
    private const double MicroradiansPerRadian = 1e6;

    private float[] _rows = [];
    private int _count;
    private int _width;
    private long _intervalNanoseconds;
    private long _arrived;

    /// <summary>No command is known: the robot has just begun an episode.</summary>
    public void Clear() => _count = 0;

    /// <summary>Goes over to a new chunk.</summary>
    /// <param name="chunk">At least one row.</param>
    /// <param name="now">In nanoseconds, of any clock that does not jump.</param>
    /// <param name="tally">Gets the jump and the chunk's own steps.</param>
    public void Follow(OpenArmChunk chunk, long now, DriveTally tally)
    {
        if (_count > 0 && _width == chunk.Width)
            tally.SeamJumps.Add(Distance(Current(now), chunk[0]));
        long largest = 0;
        for (int row = 1; row < chunk.Rows; row++)
            largest = Math.Max(largest, Distance(chunk[row - 1], chunk[row]));
        tally.RowSteps.Add(largest);
        Keep(chunk, now);
    }

    private ReadOnlySpan<float> Current(long now)
    {
        int row = (int)Math.Min((now - _arrived) / _intervalNanoseconds, _count - 1);
        return _rows.AsSpan(row * _width, _width);
    }

    private void Keep(OpenArmChunk chunk, long now)
    {
        (_count, _width, _arrived) = (chunk.Rows, chunk.Width, now);
        _intervalNanoseconds = chunk.IntervalNanoseconds;
        if (_rows.Length < _count * _width)
            _rows = new float[_count * _width];
        for (int row = 0; row < _count; row++)
            chunk[row].CopyTo(_rows.AsSpan(row * _width));
    }

    /// <summary>Of the joint that moves most.</summary>
    private static long Distance(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        float largest = 0;
        for (int i = 0; i < from.Length; i++)
            largest = Math.Max(largest, Math.Abs(to[i] - from[i]));
        return (long)Math.Min(largest * MicroradiansPerRadian, long.MaxValue / 2);
    }
}
