namespace PolicyGate.Gateway.Chunks;

/// <summary>Gives a chunk's way at another rate: the same way, as the robot would play it, in other rows.</summary>
/// <param name="intervalNanoseconds">Between the rows that are sent; null to leave them.</param>
internal sealed class ChunkResampling(long? intervalNanoseconds)
{
    private readonly ActionChunk _rows = new();

    /// <param name="chunk">Changed in place.</param>
    /// <param name="start">The command now, from where the robot goes to the first row.</param>
    public void Apply(ActionChunk chunk, ReadOnlySpan<float> start)
    {
        if (intervalNanoseconds is not { } interval || interval == chunk.IntervalNanoseconds)
            return;
        _rows.Resize(RowsOf(chunk.Rows, chunk.IntervalNanoseconds), chunk.Width);
        for (int row = 0; row < _rows.Rows; row++)
        {
            double place = Math.Min((double)(row + 1) * interval / chunk.IntervalNanoseconds, chunk.Rows);
            int next = (int)Math.Ceiling(place);
            double share = place - (next - 1);
            ReadOnlySpan<float> from = next == 1 ? start : chunk.Row(next - 2);
            ReadOnlySpan<float> to = chunk.Row(next - 1);
            Span<float> at = _rows.Row(row);
            for (int i = 0; i < at.Length; i++)
                at[i] = (float)(from[i] + ((to[i] - (double)from[i]) * share));
        }
        (_rows.IntervalNanoseconds, _rows.CutoffHz) = (interval, chunk.CutoffHz);
        chunk.CopyFrom(_rows);
    }

    /// <summary>How many rows that many become.</summary>
    public int RowsOf(int rows, long ownInterval)
    {
        if (intervalNanoseconds is not { } interval || interval == ownInterval)
            return rows;
        // The last row is due no sooner than before: a robot that is told less runs out earlier.
        return (int)(((rows * ownInterval) + interval - 1) / interval);
    }
}
