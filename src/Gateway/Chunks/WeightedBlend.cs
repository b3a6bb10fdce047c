namespace PolicyGate.Gateway.Chunks;

/// <summary>The same share of old and new in every row, as LeRobot's client aggregates.</summary>
/// <param name="oldShare">0 to 1.</param>
internal sealed class WeightedBlend(double oldShare) : IChunkBlend
{
    private float[] _old = [];

    public void Apply(ActionChunk chunk, CommandReference commands, long now)
    {
        if (_old.Length != chunk.Width)
            _old = new float[chunk.Width];
        for (int row = 0; row < chunk.Rows; row++)
        {
            long moment = now + ((row + 1) * chunk.IntervalNanoseconds);
            if (!commands.Covers(moment))
                return;
            commands.Evaluate(moment, _old);
            RowMix.Into(chunk.Row(row), _old, oldShare);
        }
    }

    public void Clear()
    {
        // What was sent is the commands' to forget.
    }
}
