using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Replay;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Comparison;

/// <summary>One session of the input on both sides: their players, and a robot each that plays what it is
/// sent.</summary>
internal sealed class SessionPair(
    string name, ITickPlayer a, ITickPlayer b, SharedGrid grid, JointDifferences[] joints, long stepNanoseconds)
    : IDisposable
{
    // A robot of which nothing is seen for so long does not go on from where it was.
    private const double EpisodeGapSeconds = 10;

    private readonly SideMotion _a = new(grid.A, stepNanoseconds, [.. joints.Select(joint => joint.MotionA)]);
    private readonly SideMotion _b = new(grid.B, stepNanoseconds, [.. joints.Select(joint => joint.MotionB)]);
    private readonly PathWindow _path = new(joints.Length, stepNanoseconds / 1e9);
    private long? _begun;
    private long? _before;
    private long _episodeBegun;
    private long _step;
    private bool _begins;

    public ITickPlayer A => a;

    public ITickPlayer B => b;

    public int Episodes { get; private set; }

    /// <summary>Moves both robots on to a tick, and begins an episode where there is one.</summary>
    /// <param name="begins">Whether the input says so.</param>
    /// <param name="nanoseconds">When it is, by any clock; null where nobody knows.</param>
    /// <param name="kept">Takes the path of an episode that has ended.</param>
    /// <returns>Seconds from the session's first tick.</returns>
    public double? Arrive(bool begins, long? nanoseconds, PathChoice kept)
    {
        double seconds = nanoseconds is { } at && _before is { } before ? (at - before) / 1e9 : 0;
        if (begins || Episodes == 0 || Math.Abs(seconds) > EpisodeGapSeconds || nanoseconds is null)
        {
            End(kept);
            Episodes++;
            (_step, _episodeBegun) = (0, nanoseconds ?? 0);
            _path.Begin();
            _begins = true;
        }
        else
        {
            // The robot takes an answer at the step that it comes in.
            long step = (long)Math.Round((nanoseconds.Value - _episodeBegun) / (double)stepNanoseconds);
            PlayUntil(step);
        }
        (_before, _begun) = (nanoseconds, _begun ?? nanoseconds);
        return (nanoseconds - _begun) / 1e9;
    }

    /// <summary>Both robots take what they are sent.</summary>
    /// <param name="tick">Of the session.</param>
    /// <param name="playedA">A's; nothing is taken of a skip.</param>
    /// <param name="playedB">Likewise.</param>
    /// <param name="tolerances">How far apart they are.</param>
    public void Take(long tick, PlayedTick playedA, PlayedTick playedB, double tolerances)
    {
        if (_begins)
        {
            _a.Begin(playedA.Position.Span);
            _b.Begin(playedB.Position.Span);
            _begins = false;
        }
        _path.Tick(tick, tolerances);
        Take(_a, playedA);
        Take(_b, playedB);
    }

    /// <summary>Nothing comes any more: both robots play what they have.</summary>
    public void End(PathChoice kept)
    {
        if (Episodes == 0)
            return;
        PlayUntil(_step + Math.Max(_a.StepsToPlay, _b.StepsToPlay));
        kept.Offer(name, _path);
    }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }

    private void Take(SideMotion side, PlayedTick played)
    {
        if (played.Outcome is not TickOutcome.Skip && !played.Chunk.IsEmpty)
            side.Take(played.Chunk.Span, played.IntervalNanoseconds, _step);
    }

    private void PlayUntil(long step)
    {
        for (; _step < step; _step++)
        {
            _a.Play(_step);
            _b.Play(_step);
            _path.Add(_a, _b);
        }
    }
}
