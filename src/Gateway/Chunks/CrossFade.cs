namespace PolicyGate.Gateway.Chunks;

/// <summary>From all old to all new, evenly, within a time.</summary>
internal sealed class CrossFade(TimeSpan duration) : IChunkBlend
{
    private readonly double _nanoseconds = duration.TotalNanoseconds;
    private float[] _old = [];

    public void Apply(ActionChunk chunk, CommandReference commands, long now)
    {
        if (_old.Length != chunk.Width)
            _old = new float[chunk.Width];
        for (int row = 0; row < chunk.Rows; row++)
        {
            long ahead = (row + 1) * chunk.IntervalNanoseconds;
            double oldShare = 1 - (ahead / _nanoseconds);
            if (oldShare <= 0 || !commands.Covers(now + ahead))
                return;
            commands.Evaluate(now + ahead, _old);
            RowMix.Into(chunk.Row(row), _old, oldShare);
        }
    }

    public void Clear()
    {
        // What was sent is the commands' to forget.
    }
}
