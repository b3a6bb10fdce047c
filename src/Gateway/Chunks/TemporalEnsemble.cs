namespace PolicyGate.Gateway.Chunks;

/// <summary>
/// ACT's temporal ensembling: a row is the weighted mean of what every chunk so far has said about its moment, the i-th
/// from the oldest with weight exp(−coefficient · i).
/// </summary>
/// <remarks>
/// Zhao et al., Learning Fine-Grained Bimanual Manipulation with Low-Cost Hardware, 2023, section IV B. The chunks are
/// remembered as the policy gave them, not as they were sent.
/// </remarks>
internal sealed class TemporalEnsemble(double coefficient) : IChunkBlend
{
    // ACT's chunk has 100 rows: asked each row, that many speak of the same moment.
    private const int Capacity = 100;

    private readonly List<Prediction> _predictions = new(Capacity);
    private double[] _sum = [];

    public void Apply(ActionChunk chunk, CommandReference commands, long now)
    {
        Remember(chunk, now);
        if (_sum.Length != chunk.Width)
            _sum = new double[chunk.Width];
        for (int row = 0; row < chunk.Rows; row++)
            Mean(now + ((row + 1) * chunk.IntervalNanoseconds), chunk.Row(row));
    }

    public void Clear()
    {
        foreach (Prediction prediction in _predictions)
            prediction.Rows.Resize(rows: 0, width: 0);
    }

    /// <summary>In the place of the oldest, which moves to the end of the list.</summary>
    private void Remember(ActionChunk chunk, long now)
    {
        Prediction oldest;
        if (_predictions.Count < Capacity)
        {
            oldest = new Prediction();
        }
        else
        {
            oldest = _predictions[0];
            _predictions.RemoveAt(0);
        }
        oldest.Rows.CopyFrom(chunk);
        oldest.At = now;
        _predictions.Add(oldest);
    }

    private void Mean(long moment, Span<float> row)
    {
        Array.Clear(_sum);
        double weights = 0;
        int place = 0;
        foreach (Prediction prediction in _predictions)
        {
            if (prediction.Rows.Width != row.Length || moment > prediction.End)
                continue;
            double weight = Math.Exp(-coefficient * place++);
            prediction.Add(moment, weight, _sum);
            weights += weight;
        }
        for (int i = 0; i < row.Length; i++)
            row[i] = (float)(_sum[i] / weights);
    }

    /// <summary>What one chunk said.</summary>
    private sealed class Prediction
    {
        public ActionChunk Rows { get; } = new();

        public long At { get; set; }

        public long End => At + (Rows.Rows * Rows.IntervalNanoseconds);

        public void Add(long moment, double weight, Span<double> sum)
        {
            // Row 0 is one interval after the chunk; between rows by straight lines.
            double place = Math.Clamp((double)(moment - At) / Rows.IntervalNanoseconds, 1, Rows.Rows);
            int next = (int)Math.Ceiling(place);
            double share = place - (next - 1);
            ReadOnlySpan<float> from = Rows.Row(Math.Max(next - 2, 0));
            ReadOnlySpan<float> to = Rows.Row(next - 1);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += weight * (from[i] + ((to[i] - (double)from[i]) * share));
        }
    }
}
