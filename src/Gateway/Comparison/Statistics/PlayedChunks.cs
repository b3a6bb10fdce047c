namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>Plays one side's chunks as OpenArm's executor does, the shared joints of them.</summary>
/// <remarks>
/// <c>tools/sim/robot.py</c> has the same: a chunk begins with row 0 when it arrives, whatever of the one before is
/// left; row 0 is reached one interval later, rows in between by straight lines; the last row is held.
/// </remarks>
/// <param name="side">Its joints.</param>
/// <param name="stepNanoseconds">Between two commands.</param>
internal sealed class PlayedChunks(SideGrid side, long stepNanoseconds)
{
    private readonly int _width = side.Form.Width;
    private readonly double[] _command = new double[side.Joints.Count];
    private readonly double[] _from = new double[side.Joints.Count];
    private float[] _rows = [];
    private int _count;
    private long _interval;
    private long _taken;

    /// <summary>Whether there is a chunk to play.</summary>
    public bool Plays => _count > 0;

    /// <summary>Steps until the last row is reached, counted from when it was taken.</summary>
    public long StepsToPlay =>
        Plays ? (long)Math.Ceiling(((double)_count / _width * _interval / stepNanoseconds) - 1e-3) : 0;

    /// <summary>Puts the robot where it is seen, without a chunk.</summary>
    /// <param name="positions">By index of a row; shorter where it is not known.</param>
    public void Begin(ReadOnlySpan<float> positions)
    {
        _count = 0;
        for (int i = 0; i < _command.Length; i++)
            _command[i] = side.Joints[i] < positions.Length ? positions[side.Joints[i]] : double.NaN;
    }

    /// <summary>Plays this chunk from now on.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="intervalNanoseconds">Between them.</param>
    /// <param name="step">Now, in steps of the episode.</param>
    public void Take(ReadOnlySpan<float> rows, long intervalNanoseconds, long step)
    {
        for (int i = 0; i < _command.Length; i++)
        {
            // Nobody knows where it stands: then it stands at row 0.
            if (double.IsNaN(_command[i]))
                _command[i] = rows[side.Joints[i]];
            _from[i] = _command[i];
        }
        if (_rows.Length < rows.Length)
            _rows = new float[rows.Length];
        rows.CopyTo(_rows);
        (_count, _interval, _taken) = (rows.Length, intervalNanoseconds, step);
    }

    /// <summary>Where a joint is commanded to be at the end of a step.</summary>
    public double Command(int joint, long step)
    {
        if (!Plays)
            return _command[joint];
        double place = ((step - _taken + 1) * ((double)stepNanoseconds / _interval)) - 1;
        ReadOnlySpan<float> rows = _rows.AsSpan(0, _count);
        int index = side.Joints[joint];
        return place >= 0
            ? SharedGrid.At(rows, _width, index, place)
            : _from[joint] + ((rows[index] - _from[joint]) * (place + 1));
    }

    /// <summary>A step is over.</summary>
    public void Advance(long step)
    {
        for (int i = 0; i < _command.Length; i++)
            _command[i] = Command(i, step);
    }

    /// <summary>The command that the last step came to.</summary>
    public double Last(int joint) => _command[joint];
}
