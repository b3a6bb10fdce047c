using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Gateway.Comparison;

/// <summary>What the figures come to.</summary>
/// <remarks>Different comes before slower: the speed of a policy that moves the robot otherwise says nothing.</remarks>
internal static class Verdicts
{
    /// <param name="tally">What both sides gave.</param>
    /// <param name="tick">The times of whole ticks.</param>
    /// <param name="slower">Milliseconds by which B may be slower.</param>
    public static ComparisonVerdict Of(ComparisonTally tally, LatencyComparison tick, double slower)
    {
        JointDifferences[] different =
        [
            .. tally.Joints.Where(joint => joint.IsDifferent)
                .OrderByDescending(joint => Math.Max(joint.MaxModel, joint.MaxSent) / joint.Tolerance),
        ];
        string[] names = [.. different.Select(joint => joint.Name)];
        List<string> failures = [.. Failures(tally)];
        bool failed = failures.Count > 0;
        if (failed || different.Length > 0)
        {
            failures.AddRange(different.Select(Describe));
            if (SpeedRule.Slower(tick, slower) is { } also)
                failures.Add(also);
            return new ComparisonVerdict(VerdictOutcome.Different, failures, names);
        }
        if (tally.Compared == 0)
        {
            string first = tally.Unfit.Count > 0 ? $"; the first, {tally.Unfit[0]}" : "";
            return new ComparisonVerdict(
                VerdictOutcome.Unusable, [$"not one tick of {tally.Ticks} could be compared{first}"], []);
        }
        return SpeedRule.Slower(tick, slower) is { } why
            ? new ComparisonVerdict(VerdictOutcome.Slower, [why], [])
            : new ComparisonVerdict(VerdictOutcome.Same, [Same(tally), Speed(tick, slower)], []);
    }

    private static IEnumerable<string> Failures(ComparisonTally tally)
    {
        if (tally.OnlyA.Count > 0)
            yield return OneSided("B", "A", tally.OnlyA, tally.B.NonFinite, tally.Ticks);
        if (tally.OnlyB.Count > 0)
            yield return OneSided("A", "B", tally.OnlyB, tally.A.NonFinite, tally.Ticks);
        if (tally.OtherOutcome.Count > 0)
        {
            yield return $"on {tally.OtherOutcome.Count} of {tally.Ticks} ticks only one side's chunk would be sent;"
                + $" the first, {tally.OtherOutcome.First}";
        }
        // Without a chunk of either there is nothing to be the same.
        if (tally.Compared == 0 && tally.Neither.Count > 0)
        {
            yield return $"neither side gave a chunk on {tally.Neither.Count} of {tally.Ticks} ticks; the first,"
                + $" {tally.Neither.First}";
        }
    }

    private static string OneSided(string without, string with, FindingTally found, long nonFinite, long ticks)
    {
        string all = found.Count == ticks ? "every tick" : $"{found.Count} of {ticks} ticks";
        string what = nonFinite >= found.Count ? "'s chunk holds NaN or infinity" : " gave no chunk";
        return $"{without}{what} on {all}, where {with} gave one; the first, {found.First}";
    }

    private static string Describe(JointDifferences joint)
    {
        if (joint.MaxModel <= joint.Tolerance)
        {
            return $"{joint.Name} differs by up to {joint.MaxSent:0.0000} as it is sent, though the models agree"
                + $" within {joint.Tolerance:0.####}";
        }
        DifferencePlace where = joint.Where!;
        return $"{joint.Name} differs by up to {joint.MaxModel:0.0000} (tolerance {joint.Tolerance:0.####}): session"
            + $" {where.Session}, tick {where.Tick}, step {where.Step}, {where.A:0.0000} against {where.B:0.0000}";
    }

    private static string Same(ComparisonTally tally)
    {
        JointDifferences largest = tally.Joints.MaxBy(joint => joint.MaxModel / joint.Tolerance)!;
        string identical = tally.Identical == tally.Compared ? "bit for bit the same"
            : $"{tally.Identical} of them bit for bit the same, the rest within {largest.MaxModel:0.0e+0}"
                + $" ({largest.Name}; tolerance {largest.Tolerance:0.####})";
        return $"{tally.Compared} chunks compared: {identical}";
    }

    private static string Speed(LatencyComparison tick, double allowed)
    {
        ConfidenceInterval median = tick.MedianDifference;
        return $"a tick takes B {median.Estimate:+0.00;-0.00} ms against A, at {BlockBootstrap.Confidence * 100:0} %"
            + $" between {median.Low:+0.00;-0.00} and {median.High:+0.00;-0.00} ms; {allowed:0.##} are allowed";
    }
}
