using PolicyGate.Gateway.Comparison.Sides;
using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Replay;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Shows the input to both loaded sides, as often as it takes.</summary>
internal sealed class ComparisonPass(
    ComparisonRequest request, TickPlayers players, LoadedSide a, LoadedSide b, SharedGrid grid,
    ComparisonTally tally, TimeProvider time)
{
    /// <summary>Pairs of times below which the input is played again.</summary>
    public const int EnoughPairs = 200;

    // The compiler has come to every method by then, and each engine to its memory.
    private const int WarmUp = 30;

    private static readonly TimeSpan LongestRepeating = TimeSpan.FromSeconds(30);

    private readonly TickTurns _turns = new(request.Seed);
    private readonly TickMoments _moments = new();
    private readonly long _stepNanoseconds = request.Config.Chunks.ResampledInterval
        ?? Math.Min(a.Form.IntervalNanoseconds, b.Form.IntervalNanoseconds);

    public int WarmUpTicks { get; private set; }

    public int Rounds { get; private set; }

    public int Sessions { get; private set; }

    public int Episodes { get; private set; }

    public PathChoice? Path { get; private set; }

    /// <param name="progress">Told of each tick of the first round.</param>
    /// <param name="cancel">Ends it between two ticks.</param>
    public void Run(Action<RecordedTick> progress, CancellationToken cancel)
    {
        WarmUpTicks = Rehearse(cancel);
        using (SessionPairs sessions = Open(tally.Joints))
        {
            foreach (RecordedTick tick in Ticks())
            {
                cancel.ThrowIfCancellationRequested();
                Compare(tick, sessions);
                progress(tick);
            }
            sessions.End();
            (Sessions, Episodes, Path) = (sessions.Sessions, sessions.Episodes, sessions.Path);
        }
        long begun = time.GetTimestamp();
        for (Rounds = 1; WantsAnother(begun); Rounds++)
            Repeat(cancel);
    }

    private IEnumerable<RecordedTick> Ticks() => request.MaximumTicks >= int.MaxValue
        ? request.Input.Read()
        : request.Input.Read().Take((int)request.MaximumTicks);

    private bool WantsAnother(long begun) =>
        tally.Run.Count is > 0 and < EnoughPairs && time.GetElapsedTime(begun) < LongestRepeating;

    private SessionPairs Open(IReadOnlyList<JointDifferences> joints) =>
        new(players, a, b, request.Robot, grid, [.. joints], _stepNanoseconds);

    /// <summary>The first ticks, over and over, for players of their own: nothing is kept of them.</summary>
    private int Rehearse(CancellationToken cancel)
    {
        int played = 0;
        for (int before = -1; played < WarmUp && played > before;)
        {
            before = played;
            using SessionPairs sessions = Open([]);
            foreach (RecordedTick tick in Ticks().Take(WarmUp - played))
            {
                cancel.ThrowIfCancellationRequested();
                SessionPair pair = sessions.Of(tick);
                _turns.Play(tick, pair.A, pair.B);
                played++;
            }
        }
        return played;
    }

    private void Compare(RecordedTick tick, SessionPairs sessions)
    {
        SessionPair pair = sessions.Of(tick);
        double? seconds = pair.Arrive(tick.BeginsEpisode, _moments.Of(tick), sessions.Path);
        (PlayedTick playedA, PlayedTick playedB) = _turns.Play(tick, pair.A, pair.B);
        double tolerances = tally.Add(new TickPlace(tick.Session, tick.Tick, seconds), playedA, playedB);
        pair.Take(tick.Tick, playedA, playedB, tolerances);
        Time(playedA, playedB);
    }

    /// <summary>Once more, for the times alone.</summary>
    private void Repeat(CancellationToken cancel)
    {
        using SessionPairs sessions = Open([]);
        foreach (RecordedTick tick in Ticks())
        {
            cancel.ThrowIfCancellationRequested();
            SessionPair pair = sessions.Of(tick);
            (PlayedTick playedA, PlayedTick playedB) = _turns.Play(tick, pair.A, pair.B);
            Time(playedA, playedB);
        }
    }

    private void Time(PlayedTick playedA, PlayedTick playedB)
    {
        if (!playedA.HasRun || !playedB.HasRun)
            return;
        tally.Run.Add(Milliseconds(playedA.Timings.Run), Milliseconds(playedB.Timings.Run));
        tally.Tick.Add(
            Milliseconds(TickTurns.WholeTick(playedA.Timings)), Milliseconds(TickTurns.WholeTick(playedB.Timings)));
    }

    private double Milliseconds(long ticks) => time.GetElapsedTime(0, ticks).TotalMilliseconds;
}
