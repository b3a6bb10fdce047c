namespace PolicyGate.Gateway.Chunks;

/// <summary>Two rows in one.</summary>
internal static class RowMix
{
    /// <param name="row">Becomes the mean of itself and the other.</param>
    /// <param name="other">As long.</param>
    /// <param name="share">The other's, 0 to 1.</param>
    public static void Into(Span<float> row, ReadOnlySpan<float> other, double share)
    {
        for (int i = 0; i < row.Length; i++)
            row[i] = (float)(row[i] + ((other[i] - (double)row[i]) * share));
    }
}
