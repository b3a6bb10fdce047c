using PolicyGate.Formats;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Replay;

namespace PolicyGate.Gateway.Comparison;

/// <summary>All that was seen so far, in memory that does not grow with the input.</summary>
internal sealed class ComparisonTally(
    JointDifferences[] joints, ChunkComparison chunks, WorstTicks worst)
{
    // What is listed in a report; the rest is counted.
    private const int MostUnfit = 100;

    private readonly List<string> _unfit = [];

    public IReadOnlyList<JointDifferences> Joints => joints;

    public SideTally A { get; } = new();

    public SideTally B { get; } = new();

    public LatencyPairs Run { get; } = new();

    public LatencyPairs Tick { get; } = new();

    /// <summary>That could be read.</summary>
    public long Ticks { get; private set; }

    public long Compared { get; private set; }

    /// <summary>Of these, bit for bit the same.</summary>
    public long Identical { get; private set; }

    public long Paced { get; private set; }

    public long UnfitCount { get; private set; }

    /// <summary>The first hundred, a line each.</summary>
    public IReadOnlyList<string> Unfit => _unfit;

    /// <summary>A gave a chunk, B none.</summary>
    public FindingTally OnlyA { get; } = new();

    public FindingTally OnlyB { get; } = new();

    public FindingTally Neither { get; } = new();

    /// <summary>Both gave a chunk, and only one of them was sent.</summary>
    public FindingTally OtherOutcome { get; } = new();

    /// <returns>How far apart both are, in tolerances; infinite where one has no chunk.</returns>
    public double Add(TickPlace place, PlayedTick a, PlayedTick b)
    {
        Ticks++;
        A.Add(a, TickFindings.IsFinite(a));
        B.Add(b, TickFindings.IsFinite(b));
        switch (TickFindings.Of(a, b))
        {
            case TickFinding.Compared:
                return AddCompared(place, a, b);
            case TickFinding.OneSided:
                return AddOneSided(place, a, b);
            case TickFinding.Unfit:
                AddUnfit(place, a, b);
                break;
            case TickFinding.Paced:
                Paced++;
                break;
            default:
                Neither.Add(place, $"A: {TickFindings.Why(a)}; B: {TickFindings.Why(b)}");
                break;
        }
        return 0;
    }

    private double AddCompared(TickPlace place, PlayedTick a, PlayedTick b)
    {
        Compared++;
        chunks.Add(place, a, b);
        // Equal raw chunks are different ones where the policies' statistics are.
        Identical += a.Raw.Span.SequenceEqual(b.Raw.Span) && chunks.Worst == 0 ? 1 : 0;
        double tolerances = chunks.Worst;
        string reason = "";
        if (a.Outcome != b.Outcome)
        {
            tolerances = double.PositiveInfinity;
            reason = $"A: {Outcome(a)}; B: {Outcome(b)}";
            OtherOutcome.Add(place, reason);
        }
        if (worst.Wants(place, tolerances))
            worst.Add(place, Describe(place, reason, tolerances, hasA: true, hasB: true));
        return tolerances;
    }

    private double AddOneSided(TickPlace place, PlayedTick a, PlayedTick b)
    {
        bool hasA = TickFindings.GaveChunk(a);
        string why = TickFindings.Why(hasA ? b : a);
        (hasA ? OnlyA : OnlyB).Add(place, why);
        if (worst.Wants(place, double.PositiveInfinity))
        {
            chunks.ReadOne(hasA ? a : b, hasA);
            string reason = $"{(hasA ? "B" : "A")} has no chunk: {why}";
            worst.Add(place, Describe(place, reason, double.PositiveInfinity, hasA, !hasA));
        }
        return double.PositiveInfinity;
    }

    private void AddUnfit(TickPlace place, PlayedTick a, PlayedTick b)
    {
        UnfitCount++;
        if (_unfit.Count == MostUnfit)
            return;
        string whyA = a.HasRun ? "" : TickFindings.Why(a);
        string whyB = b.HasRun ? "" : TickFindings.Why(b);
        string why = whyA == whyB ? whyA
            : string.Join("; ", new[] { whyA.Length > 0 ? $"A: {whyA}" : "", whyB.Length > 0 ? $"B: {whyB}" : "" }
                .Where(text => text.Length > 0));
        _unfit.Add(Printable.Text($"{place}: {why}"));
    }

    private WorstTick Describe(TickPlace place, string reason, double tolerances, bool hasA, bool hasB)
    {
        bool byChunk = reason.Length == 0;
        (int joint, int step) = (chunks.WorstJoint, chunks.WorstStep);
        if (byChunk)
        {
            reason = $"{joints[joint].Name}, step {step}: {chunks.A[step][joint]:0.0000} against"
                + $" {chunks.B[step][joint]:0.0000}";
        }
        return new WorstTick
        {
            Session = place.Session,
            Tick = place.Tick,
            Seconds = place.Seconds,
            Reason = reason,
            Joint = byChunk ? joint : null,
            Step = byChunk ? step : null,
            Tolerances = tolerances,
            A = hasA ? [.. chunks.A.Select(row => row.ToArray())] : [],
            B = hasB ? [.. chunks.B.Select(row => row.ToArray())] : [],
            Pictures = [],
        };
    }

    private static string Outcome(PlayedTick played) =>
        played.Error is null ? $"{played.Outcome}" : $"{played.Outcome} ({played.Error.Message})";
}
