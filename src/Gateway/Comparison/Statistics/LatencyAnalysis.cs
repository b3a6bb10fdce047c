using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>Both sides' times as the report has them.</summary>
internal static class LatencyAnalysis
{
    private const int Bins = 60;
    private const int Stretches = 400;

    public static LatencyComparison Of(LatencyPairs pairs, int seed)
    {
        double[] a = [.. pairs.A];
        double[] b = [.. pairs.B];
        LatencyFigures figuresA = Figures(a);
        LatencyFigures figuresB = Figures(b);
        return new LatencyComparison
        {
            A = figuresA,
            B = figuresB,
            MedianDifference = Interval(a, b, seed, (from, to) => to - from),
            MedianChange = Interval(a, b, seed, (from, to) => from > 0 ? (to / from) - 1 : 0),
            P95Difference = TailInterval(a, b, seed),
            Histogram = Histogram(a, b, Math.Max(figuresA.P99, figuresB.P99)),
            TimeLine = TimeLine(pairs),
        };
    }

    private static LatencyFigures Figures(double[] milliseconds)
    {
        if (milliseconds.Length == 0)
            return new LatencyFigures(0, 0, 0, 0, 0, 0, 0);
        double[] values = [.. milliseconds];
        return new LatencyFigures(
            values.Length, values.Average(), Selection.Percentile(values, 50), Selection.Percentile(values, 95),
            Selection.Percentile(values, 99), Selection.Percentile(values, 99.9), values.Max());
    }

    private static ConfidenceInterval Interval(double[] a, double[] b, int seed, Func<double, double, double> pair)
    {
        if (a.Length == 0)
            return new ConfidenceInterval(0, 0, 0);
        double[] pairs = [.. a.Zip(b, pair)];
        var scratch = new double[pairs.Length];
        return new BlockBootstrap(pairs.Length, seed).Interval(ticks =>
        {
            Gather(pairs, ticks, scratch);
            return Selection.Median(scratch);
        });
    }

    private static ConfidenceInterval TailInterval(double[] a, double[] b, int seed)
    {
        if (a.Length == 0)
            return new ConfidenceInterval(0, 0, 0);
        var scratch = new double[a.Length];
        return new BlockBootstrap(a.Length, seed).Interval(ticks =>
        {
            Gather(b, ticks, scratch);
            double tail = Selection.Percentile(scratch, 95);
            Gather(a, ticks, scratch);
            return tail - Selection.Percentile(scratch, 95);
        });
    }

    private static void Gather(double[] values, ReadOnlySpan<int> ticks, double[] into)
    {
        for (int i = 0; i < ticks.Length; i++)
            into[i] = values[ticks[i]];
    }

    /// <summary>Up to the larger 99th percentile: one tick that stood still would else be all that is seen.</summary>
    private static LatencyHistogram Histogram(double[] a, double[] b, double upTo)
    {
        if (a.Length == 0)
            return new LatencyHistogram([0, 1], [0], [0]);
        double from = Math.Min(a.Min(), b.Min());
        double width = Math.Max(upTo - from, 1e-6) / Bins;
        double[] edges = [.. Enumerable.Range(0, Bins + 1).Select(i => from + (i * width))];
        return new LatencyHistogram(edges, Count(a), Count(b));

        int[] Count(double[] values)
        {
            var counts = new int[Bins];
            foreach (double value in values)
                counts[(int)Math.Clamp((value - from) / width, 0, Bins - 1)]++;
            return counts;
        }
    }

    private static LatencyTimeLine TimeLine(LatencyPairs pairs)
    {
        int length = Math.Max(1, (pairs.Count + Stretches - 1) / Stretches);
        int[] starts = [.. Enumerable.Range(0, (pairs.Count + length - 1) / length).Select(i => i * length)];
        return new LatencyTimeLine(
            [.. starts.Select(start => pairs.Ticks[start])],
            Each(pairs.A, Median), Each(pairs.A, stretch => stretch.Max()),
            Each(pairs.B, Median), Each(pairs.B, stretch => stretch.Max()));

        double[] Each(IReadOnlyList<double> values, Func<double[], double> figure) =>
            [.. starts.Select(start => figure([.. values.Skip(start).Take(length)]))];

        static double Median(double[] stretch) => Selection.Median(stretch);
    }
}
