namespace PolicyGate.Gateway.Measurement;

/// <summary>Percentiles by nearest rank, each a value that was measured; with fewer than 1000 samples the 99.9th is the
/// largest.</summary>
internal sealed record Distribution(double P50, double P99, double P999, double Max)
{
    public static Distribution Of(ReadOnlySpan<double> samples)
    {
        double[] sorted = samples.ToArray();
        Array.Sort(sorted);
        return new Distribution(Rank(sorted, 0.5), Rank(sorted, 0.99), Rank(sorted, 0.999), sorted[^1]);
    }

    private static double Rank(double[] sorted, double share) =>
        sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
