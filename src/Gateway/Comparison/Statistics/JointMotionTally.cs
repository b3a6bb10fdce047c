using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>How one joint would move, over all sessions.</summary>
internal sealed class JointMotionTally
{
    private readonly RelativeHistogram _jumps = new();
    private double _squares;
    private double _seamSquares;
    private double _max;
    private long _count;
    private long _seamCount;

    /// <param name="jerk">Per second³.</param>
    /// <param name="atSeam">Whether a change of chunks cuts it.</param>
    public void AddJerk(double jerk, bool atSeam)
    {
        (_squares, _count) = (_squares + (jerk * jerk), _count + 1);
        _max = Math.Max(_max, Math.Abs(jerk));
        if (atSeam)
            (_seamSquares, _seamCount) = (_seamSquares + (jerk * jerk), _seamCount + 1);
    }

    /// <param name="distance">From what the chunk before had for the same moment.</param>
    public void AddSeam(double distance) => _jumps.Add(distance);

    public MotionFigures Figures() => new(
        Rms(_squares, _count), _max, _seamCount == 0 ? null : Rms(_seamSquares, _seamCount),
        _jumps.Count, _jumps.Mean, _jumps.Percentile(95), _jumps.Max);

    private static double Rms(double squares, long count) => count == 0 ? 0 : Math.Sqrt(squares / count);
}
