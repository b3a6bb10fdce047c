using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Gateway.Comparison;

/// <summary>When B counts as slower: when even the favourable end of an interval is worth to be told.</summary>
internal static class SpeedRule
{
    // Two loads of one engine differ by a percent or two in one process, by where their memory happens to lie.
    public const double Percent = 5;

    // Of a control interval: 3.3 ms at 30 Hz. A chunk that is older by less arrives in the same control step nine times
    // out of ten.
    private const double IntervalShare = 0.1;

    // A 95th percentile of fewer hangs on ten ticks.
    private const int PairsForTail = 200;
    private const double TailShare = 0.25;

    public static double Milliseconds(long intervalNanoseconds) => intervalNanoseconds / 1e6 * IntervalShare;

    /// <summary>Why B is slower; null where it is not, or where nobody can tell.</summary>
    /// <param name="tick">Of whole ticks: that is what a robot waits for.</param>
    /// <param name="allowed">Milliseconds that are no slowness yet.</param>
    public static string? Slower(LatencyComparison tick, double allowed)
    {
        ConfidenceInterval median = tick.MedianDifference;
        ConfidenceInterval change = tick.MedianChange;
        if (median.Low > allowed && change.Low * 100 > Percent)
        {
            return $"B takes {median.Estimate:0.00} ms ({change.Estimate * 100:0} %) longer for a tick: at"
                + $" {BlockBootstrap.Confidence * 100:0} % between {median.Low:0.00} and {median.High:0.00} ms, of"
                + $" which {allowed:0.##} are allowed";
        }
        ConfidenceInterval tail = tick.P95Difference;
        bool enough = tick.A.Samples >= PairsForTail;
        if (enough && tail.Low > Math.Max(allowed, TailShare * tick.A.P95))
        {
            return $"one in twenty of B's ticks takes {tick.B.P95:0.00} ms or longer, of A's {tick.A.P95:0.00} ms: at"
                + $" {BlockBootstrap.Confidence * 100:0} % {tail.Low:0.00} to {tail.High:0.00} ms more, of which"
                + $" {allowed:0.##} are allowed";
        }
        return null;
    }
}
