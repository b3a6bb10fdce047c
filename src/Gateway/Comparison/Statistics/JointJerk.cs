namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>Third differences of one joint's commands in one session, as <c>tools/sim/measure.py</c> takes
/// them.</summary>
/// <param name="stepSeconds">Between two commands.</param>
/// <param name="into">Receives them.</param>
internal sealed class JointJerk(double stepSeconds, JointMotionTally into)
{
    // A difference of four commands; one that a seam cuts has the new chunk's first as its second, third or last.
    private const int Before = 3;
    private const int CutBySeam = 3;

    private readonly double _cubed = stepSeconds * stepSeconds * stepSeconds;
    private readonly double[] _last = new double[Before];
    private int _known;
    private int _cut;

    /// <summary>What came before is another episode's.</summary>
    public void Begin() => (_known, _cut) = (0, 0);

    /// <summary>The next command is a new chunk's first.</summary>
    public void Seam() => _cut = CutBySeam;

    public void Add(double command)
    {
        if (_known == Before)
        {
            double third = command - (3 * _last[2]) + (3 * _last[1]) - _last[0];
            into.AddJerk(third / _cubed, atSeam: _cut > 0);
        }
        _cut = Math.Max(0, _cut - 1);
        (_last[0], _last[1], _last[2]) = (_last[1], _last[2], command);
        _known = Math.Min(_known + 1, Before);
    }
}
