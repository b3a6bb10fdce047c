using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Telemetry.Spans;

namespace PolicyGate.Gateway.Sessions;

/// <summary>One robot's connection: its episode, its pace, its last command, its counts. Used by one thread.</summary>
/// <remarks>
/// A wire calls, for each request: <see cref="Begin"/>; then either decodes into <see cref="Observation"/>, again where
/// <see cref="Reseat"/> says so, and calls <see cref="Answer"/>, or calls <see cref="Fail"/> with what kept it from
/// that; then writes the answer, once.
/// </remarks>
internal sealed class RobotSession : IDisposable
{
    private readonly SessionServices _services;
    private readonly Route _route;
    private readonly TickFailures _failures;
    private readonly LateRows _lateRows;
    private readonly TickPacing _pacing;
    private readonly ObservationAges _ages;
    private readonly EpisodeWatch _episodes;
    private readonly CommandClock _clock;
    private readonly CommandReference _commands = new();
    private readonly ChunkSteps _steps;
    private readonly SessionCounts _counts = new();
    private readonly SessionSpans? _spans;
    private readonly ActionChunk _chunk = new();
    private readonly LiveRobot? _live;
    private int _answerRows;
    private bool _observed;
    private bool _decoded;
    private long? _timestamp;

    /// <param name="robot">Names it in logs.</param>
    /// <param name="route">By which it comes to its policies; settled.</param>
    /// <param name="limits">The robot's; null where none are known.</param>
    /// <param name="services">Shared by all robots.</param>
    /// <param name="time">Where time is not the services', as in a replay.</param>
    public RobotSession(
        string robot, Route route, RobotConfig? limits, SessionServices services, SessionTime? time = null)
    {
        Robot = robot;
        Time = time ?? new SessionTime(services.Time);
        (_route, _services) = (route, services);
        var log = new LogBudget(services.Limits.RobotLogLines, services.Time);
        Seats = new RobotSeats(route, new SeatTerms(
            robot, policy => new Observation(policy.Needs, services.Pictures), services.Logger, log));
        _failures = new TickFailures(
            robot, route.Config.Fallback.OnFailure ?? services.Chunks.OnFailure, services.Logger, log);
        _lateRows = new LateRows(Time, services.Chunks.SimulatedLatency);
        _episodes = new EpisodeWatch(services.Episodes.Gap);
        _clock = new CommandClock(Time, services.Chunks.SimulatedLatency);
        _steps = new ChunkSteps(services.Chunks, limits, _commands);
        _pacing = new TickPacing(services.Pacing, _lateRows, _commands, _clock, Time);
        _ages = new ObservationAges(robot, _lateRows, _pacing.ReadsAges, services);
        _spans = services.Spans?.Begin(robot, route.Name, totalHasWrite: false);
        FitSeat();
        services.Metrics.Connected(route.Name);
        _live = services.Live?.Arrive(robot, Recording.RecordedWire.OpenArm, route.Name);
        Log.Arrived(services.Logger, robot, Seats.Now.Handle.Name);
    }

    /// <summary>Names the robot in logs.</summary>
    public string Robot { get; }

    /// <summary>By which policy it is answered; it changes at <see cref="Begin"/> and <see cref="Reseat"/>.</summary>
    public RobotSeats Seats { get; }

    /// <summary>What the wire decodes into: the seat's.</summary>
    public Observation Observation => Seats.Now.Observation;

    /// <summary>Why no request will be inferred any more; null while the policy is in service.</summary>
    public GatewayError? Fault => Policy.Fault;

    /// <summary>The stages of the tick under way.</summary>
    public TickTimings Timings { get; } = new();

    /// <summary>What the last request came to.</summary>
    public TickAnswer Last { get; private set; }

    /// <summary>What the session goes by.</summary>
    public SessionTime Time { get; }

    /// <summary>Whether an episode began with the tick under way.</summary>
    public bool BeganEpisode { get; private set; }

    /// <summary>The policy's runs, and what the last came to.</summary>
    public PolicyRuns Runs => Seats.Now.Runs;

    private ServedPolicy Policy => Seats.Now.Policy;

    /// <summary>A request has come: decides, before any work is done, whether it is inferred.</summary>
    /// <param name="reset">Whether the robot says that an episode begins.</param>
    /// <param name="timestampNanoseconds">The robot's wall clock at the observation; null where it sends none.</param>
    /// <returns>A skip, or null when the tick goes on.</returns>
    public TickAnswer? Begin(bool reset, long? timestampNanoseconds)
    {
        Time.Set(TickMoment.Asked);
        Observation.Clear();
        (_decoded, _observed, _timestamp) = (false, false, timestampNanoseconds);
        _clock.Observed(timestampNanoseconds);
        bool first = _episodes.Requested(reset, timestampNanoseconds);
        _ = first ? BeginEpisode() : Choose(begins: false);
        ForgetOldCommands();
        MeasureAge();
        TickReason paced = _pacing.BeforeReading(first, failing: _failures.InARow > 0);
        if (paced is not TickReason.None)
            return Skip(paced);
        Policy.Announce();
        return null;
    }

    /// <summary>The observation is decoded: it may tell that an episode begins, which another policy answers.</summary>
    /// <returns>Whether it is to be decoded once more, for that one.</returns>
    public bool Reseat()
    {
        if (_observed)
            return false;
        _observed = true;
        return _episodes.Observed(Observation.Id) && BeginEpisode();
    }

    /// <summary>Infers the decoded observation.</summary>
    public TickAnswer Answer()
    {
        _decoded = true;
        TickReason paced = _pacing.BeforeRunning(
            first: Runs.EpisodeBegins, failing: _failures.InARow > 0, Observation.Position);
        if (paced is not TickReason.None)
            return Skip(paced);
        _live?.Show(Observation);
        if (Runs.Run(Observation, Timings) is { } failed)
        {
            Seats.Failed(failed);
            return Fail(failed);
        }
        Time.Set(TickMoment.Ran);
        long begun = _services.Time.GetTimestamp();
        TickAnswer answer = Shape();
        Timings.Shape = _services.Time.GetTimestamp() - begun;
        return answer;
    }

    /// <summary>The tick failed: a skip, or a hold once it is the second in a row.</summary>
    public TickAnswer Fail(GatewayError error)
    {
        Time.Set(TickMoment.Ran);
        return Failed(error);
    }

    /// <summary>The answer was written; its stages go to the instruments.</summary>
    public void Written()
    {
        _services.Metrics.Timed(_route.Name, Timings);
        _spans?.Written(Seats.Now, Last, Timings);
        _live?.Answered(Last, Seats, Observation.Position, BeganEpisode, Timings, Time.Now.Utc);
        Time.End();
        BeganEpisode = false;
    }

    public void Dispose()
    {
        _live?.Left();
        _services.Metrics.Left(_route.Name);
        Log.Left(_services.Logger, Robot, _counts);
        Seats.Dispose();
    }

    /// <returns>Whether another policy answers it than the episode before.</returns>
    private bool BeginEpisode()
    {
        BeganEpisode = true;
        bool reseated = Choose(begins: true);
        Runs.BeginEpisode();
        _steps.BeginEpisode();
        _pacing.BeginEpisode();
        return reseated;
    }

    private bool Choose(bool begins)
    {
        if (!Seats.Choose(begins))
            return false;
        FitSeat();
        return true;
    }

    private void FitSeat() => _answerRows = _services.Chunks.SameLength
        ? _steps.RowsOf(Policy.ChunkShape.Rows, Policy.Description.Control.IntervalNanoseconds)
        : 0;

    /// <summary>Where the robot is seen; empty where this tick does not tell.</summary>
    private ReadOnlySpan<float> Measured => _decoded ? Observation.FinitePosition(Policy.ChunkShape.Width) : [];

    /// <summary>
    /// A robot that came to its last row as long ago as an episode's gap stands, or was moved by others: to hold that
    /// row would be to drive it there.
    /// </summary>
    private void ForgetOldCommands()
    {
        long outFor = _commands.Elapsed(_clock.Now) - _commands.DurationNanoseconds;
        if (_commands.Known && outFor > _services.Episodes.Gap.Ticks * TimeSpan.NanosecondsPerTick)
            _steps.BeginEpisode();
    }

    private void MeasureAge()
    {
        if (_timestamp is { } timestamp)
            _ages.Measure(timestamp, Policy.Description.Control.IntervalNanoseconds);
    }

    /// <summary>The steps of a chunk: unnormalise, leave out late rows, then <see cref="ChunkSteps"/>.</summary>
    private TickAnswer Shape()
    {
        _chunk.Resize(Runs.Raw.Rows, Runs.Raw.Width);
        _chunk.IntervalNanoseconds = Policy.Description.Control.IntervalNanoseconds;
        _chunk.CutoffHz = Policy.Description.Control.CutoffHz;
        Policy.Unnormalizer.Apply(Runs.Raw.Values, Observation.Position, _chunk.Values);
        int late = 0;
        // Before its first chunk of an episode the robot stands still: no row of that one is late.
        if (_timestamp is not null && _commands.Known)
        {
            MeasureAge();
            if (_pacing.IsTooOld)
                return Skip(TickReason.ObservationTooOld);
            if (_services.Chunks.DropLateRows)
            {
                if (_lateRows.AllPassed(_chunk.IntervalNanoseconds, _chunk.Rows))
                    return Skip(TickReason.ChunkTooOld);
                late = _lateRows.Count(_chunk.IntervalNanoseconds, _chunk.Rows);
                _chunk.DropFirst(late);
            }
        }
        // Before blending: one such value would go on into the rows of later chunks.
        if (ChunkGuard.Refuse(_chunk) is { } refused)
        {
            Seats.Failed(refused);
            return Failed(refused);
        }
        if (_steps.Apply(_chunk, Measured, _clock.Now, out int limited) is { } broken)
            return HoldBeyondLimits(broken);
        _failures.Succeeded();
        Seats.Succeeded();
        _pacing.Answered(Observation.Position);
        _counts.AddLateRows(late);
        _services.Metrics.Shaped(_route.Name, late, limited);
        return Count(new TickAnswer(TickOutcome.Chunk, _chunk, TickReason.None, Error: null, late, _steps.LimitedRows));
    }

    private TickAnswer Failed(GatewayError error)
    {
        // A hold may go by its positions: only when the file that they come from has stayed as it was.
        Observation.Finish();
        bool hold = _failures.Failed(error);
        TickReason reason = TickReasons.Of(error);
        return hold && TryHold() ? Count(new TickAnswer(TickOutcome.Hold, _chunk, reason, error)) : Skip(reason, error);
    }

    /// <summary>A hold whatever a failed tick comes to: to play on would break the limits just as well.</summary>
    private TickAnswer HoldBeyondLimits(GatewayError error)
    {
        _failures.Failed(error);
        return TryHold()
            ? Count(new TickAnswer(TickOutcome.Hold, _chunk, TickReason.BeyondLimits, error))
            : Skip(TickReason.BeyondLimits, error);
    }

    /// <returns>False where nobody knows where the robot is: no position shown, nothing sent.</returns>
    private bool TryHold()
    {
        ForgetOldCommands();
        _chunk.IntervalNanoseconds =
            _services.Chunks.ResampledInterval ?? Policy.Description.Control.IntervalNanoseconds;
        _chunk.CutoffHz = Policy.Description.Control.CutoffHz;
        return _steps.Hold(_chunk, Measured, _clock.Now);
    }

    private TickAnswer Skip(TickReason reason, GatewayError? error = null) =>
        Count(new TickAnswer(TickOutcome.Skip, Chunk: null, reason, error));

    private TickAnswer Count(TickAnswer answer)
    {
        _live?.Counted(shown: _decoded);
        // The next request may fail before it shows anything: what this one showed is old by then.
        _decoded = false;
        // After the commands are noted: what the robot has run out of it may still be told, where it stands at the end.
        answer.Chunk?.FillUpTo(_answerRows);
        Last = answer;
        _counts.Add(answer);
        _services.Metrics.Tick(_route.Name, Seats.Now.Handle.Name, answer);
        return answer;
    }
}
