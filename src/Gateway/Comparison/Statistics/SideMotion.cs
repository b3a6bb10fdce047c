namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>One side's robot in one session: plays what it is sent, while its jerk and its seams are taken.</summary>
internal sealed class SideMotion
{
    private readonly PlayedChunks _played;
    private readonly JointMotionTally[] _tallies;
    private readonly JointJerk[] _jerks;
    private bool _moves;

    public SideMotion(SideGrid side, long stepNanoseconds, JointMotionTally[] tallies)
    {
        _played = new PlayedChunks(side, stepNanoseconds);
        _tallies = tallies;
        _jerks = [.. tallies.Select(tally => new JointJerk(stepNanoseconds / 1e9, tally))];
    }

    /// <summary>Steps until all that it was sent is played, counted from when that came.</summary>
    public long StepsToPlay => _played.StepsToPlay;

    /// <summary>A robot that stands, at the beginning of an episode.</summary>
    /// <param name="positions">By index of a row; empty where nobody knows.</param>
    public void Begin(ReadOnlySpan<float> positions)
    {
        _played.Begin(positions);
        _moves = false;
        foreach (JointJerk jerk in _jerks)
            jerk.Begin();
    }

    /// <summary>Takes a chunk, in place of the rest of the one before.</summary>
    public void Take(ReadOnlySpan<float> rows, long intervalNanoseconds, long step)
    {
        Span<double> old = stackalloc double[_jerks.Length];
        for (int i = 0; i < old.Length; i++)
            old[i] = _played.Command(i, step);
        _played.Take(rows, intervalNanoseconds, step);
        for (int i = 0; i < _jerks.Length; i++)
        {
            if (_moves)
            {
                _tallies[i].AddSeam(Math.Abs(_played.Command(i, step) - old[i]));
                _jerks[i].Seam();
            }
            else
            {
                // Where it stood is the first of its commands.
                _jerks[i].Add(_played.Last(i));
            }
        }
        _moves = true;
    }

    /// <summary>A step is played; nothing is taken before the first chunk.</summary>
    public void Play(long step)
    {
        if (!_moves)
            return;
        _played.Advance(step);
        for (int i = 0; i < _jerks.Length; i++)
            _jerks[i].Add(_played.Last(i));
    }

    /// <summary>The command that the last step came to; NaN before the first chunk where nobody knows.</summary>
    public double Last(int joint) => _played.Last(joint);
}
