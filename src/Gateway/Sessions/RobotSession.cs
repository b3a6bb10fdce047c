using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Sessions;

/// <summary>One robot's connection: its episode, its pace, its last command, its counts. Used by one thread.</summary>
/// <remarks>
/// A wire calls, for each request: <see cref="Begin"/>; then either decodes into <see cref="Observation"/> and calls
/// <see cref="Answer"/>, or calls <see cref="Fail"/> with what kept it from that; then writes the answer, once.
/// </remarks>
internal sealed class RobotSession : IDisposable
{
    private readonly ServedPolicy _policy;
    private readonly SessionServices _services;
    private readonly string _route;
    private readonly FailureCounter _failures;
    private readonly LateRows _lateRows;
    private readonly TickPacing _pacing;
    private readonly EpisodeWatch _episodes;
    private readonly CommandClock _clock;
    private readonly CommandReference _commands = new();
    private readonly ChunkSteps _steps;
    private readonly LogBudget _log;
    private readonly SessionCounts _counts = new();
    private readonly ActionChunk _chunk = new();
    private readonly int _answerRows;
    private ErrorCode _failure;
    private bool _clockWarned;
    private bool _decoded;
    private long? _timestamp;

    /// <param name="robot">Names it in logs.</param>
    /// <param name="route">By which it came to the policy.</param>
    /// <param name="policy">Answers it.</param>
    /// <param name="limits">The robot's; null where none are known.</param>
    /// <param name="services">Shared by all robots.</param>
    /// <param name="time">Where time is not the services', as in a replay.</param>
    public RobotSession(
        string robot, string route, ServedPolicy policy, RobotConfig? limits, SessionServices services,
        SessionTime? time = null)
    {
        Robot = robot;
        Time = time ?? new SessionTime(services.Time);
        (_route, _policy, _services) = (route, policy, services);
        Observation = new Observation(policy.Needs, services.Pictures);
        _failures = new FailureCounter(services.Chunks.OnFailure);
        _lateRows = new LateRows(Time, services.Chunks.SimulatedLatency);
        _episodes = new EpisodeWatch(services.Episodes.Gap);
        _clock = new CommandClock(Time, services.Chunks.SimulatedLatency);
        _steps = new ChunkSteps(services.Chunks, limits, _commands);
        _answerRows = services.Chunks.SameLength
            ? _steps.RowsOf(policy.ChunkShape.Rows, policy.Description.Control.IntervalNanoseconds)
            : 0;
        _pacing = new TickPacing(services.Pacing, _lateRows, _commands, _clock, Time);
        _log = new LogBudget(services.Limits.RobotLogLines, services.Time);
        Runs = new PolicyRuns(policy);
        services.Metrics.Connected(route);
        Log.Arrived(services.Logger, robot, policy.Name);
    }

    /// <summary>Names the robot in logs.</summary>
    public string Robot { get; }

    /// <summary>What the wire decodes into.</summary>
    public Observation Observation { get; }

    /// <summary>Why no request will be inferred any more; null while the policy is in service.</summary>
    public GatewayError? Fault => _policy.Fault;

    /// <summary>The stages of the tick under way.</summary>
    public TickTimings Timings { get; } = new();

    /// <summary>What the session goes by.</summary>
    public SessionTime Time { get; }

    /// <summary>Whether an episode began with the tick under way.</summary>
    public bool BeganEpisode { get; private set; }

    /// <summary>The policy's runs, and what the last came to.</summary>
    public PolicyRuns Runs { get; }

    /// <summary>A request has come: decides, before any work is done, whether it is inferred.</summary>
    /// <param name="reset">Whether the robot says that an episode begins.</param>
    /// <param name="timestampNanoseconds">The robot's wall clock at the observation; null where it sends none.</param>
    /// <returns>A skip, or null when the tick goes on.</returns>
    public TickAnswer? Begin(bool reset, long? timestampNanoseconds)
    {
        Time.Set(TickMoment.Asked);
        Observation.Clear();
        (_decoded, _timestamp) = (false, timestampNanoseconds);
        _clock.Observed(timestampNanoseconds);
        bool first = _episodes.Requested(reset, timestampNanoseconds);
        if (first)
            BeginEpisode();
        ForgetOldCommands();
        MeasureAge();
        TickReason paced = _pacing.BeforeReading(first, failing: _failures.InARow > 0);
        if (paced is not TickReason.None)
            return Skip(paced);
        _policy.Announce();
        return null;
    }

    /// <summary>Infers the decoded observation.</summary>
    public TickAnswer Answer()
    {
        _decoded = true;
        if (_episodes.Observed(Observation.Id))
            BeginEpisode();
        TickReason paced = _pacing.BeforeRunning(
            first: Runs.EpisodeBegins, failing: _failures.InARow > 0, Observation.Position);
        if (paced is not TickReason.None)
            return Skip(paced);
        if (Runs.Run(Observation, Timings) is { } failed)
            return Fail(failed);
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
        _services.Metrics.Timed(_route, Timings);
        Time.End();
        BeganEpisode = false;
    }

    public void Dispose()
    {
        _services.Metrics.Left(_route);
        Log.Left(_services.Logger, Robot, _counts);
        Runs.Dispose();
    }

    private void BeginEpisode()
    {
        BeganEpisode = true;
        Runs.BeginEpisode();
        _steps.BeginEpisode();
        _pacing.BeginEpisode();
    }

    /// <summary>Where the robot is seen; empty where this tick does not tell.</summary>
    private ReadOnlySpan<float> Measured
    {
        get
        {
            bool tells = _decoded && Observation.Position.Length == _policy.ChunkShape.Width
                && IsFinite(Observation.Position);
            return tells ? Observation.Position : [];
        }
    }

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
        if (_timestamp is not { } timestamp)
            return;
        _lateRows.Measure(timestamp, _policy.Description.Control.IntervalNanoseconds);
        if (_services.Chunks.DropLateRows || _pacing.ReadsAges)
            WarnOfClock();
    }

    /// <summary>The steps of a chunk: unnormalise, leave out late rows, then <see cref="ChunkSteps"/>.</summary>
    private TickAnswer Shape()
    {
        _chunk.Resize(Runs.Raw.Rows, Runs.Raw.Width);
        _chunk.IntervalNanoseconds = _policy.Description.Control.IntervalNanoseconds;
        _chunk.CutoffHz = _policy.Description.Control.CutoffHz;
        _policy.Unnormalizer.Apply(Runs.Raw.Values, Observation.Position, _chunk.Values);
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
            return Failed(refused);
        if (_steps.Apply(_chunk, Measured, _clock.Now, out int limited) is { } broken)
            return HoldBeyondLimits(broken);
        if (_failures.InARow > 0 && _log.Spend())
            Log.Recovered(_services.Logger, Robot, _failures.InARow);
        _failures.Succeeded();
        _pacing.Answered(Observation.Position);
        _counts.AddLateRows(late);
        _services.Metrics.Shaped(_route, late, limited);
        return Count(new TickAnswer(TickOutcome.Chunk, _chunk, TickReason.None, Error: null, late, _steps.LimitedRows));
    }

    private TickAnswer Failed(GatewayError error)
    {
        // A hold may go by its positions: only when the file that they come from has stayed as it was.
        Observation.Finish();
        bool hold = CountFailure(error);
        TickReason reason = TickReasons.Of(error);
        return hold && TryHold() ? Count(new TickAnswer(TickOutcome.Hold, _chunk, reason, error)) : Skip(reason, error);
    }

    /// <summary>A hold whatever a failed tick comes to: to play on would break the limits just as well.</summary>
    private TickAnswer HoldBeyondLimits(GatewayError error)
    {
        CountFailure(error);
        return TryHold()
            ? Count(new TickAnswer(TickOutcome.Hold, _chunk, TickReason.BeyondLimits, error))
            : Skip(TickReason.BeyondLimits, error);
    }

    /// <summary>Counts and logs a failed tick.</summary>
    /// <returns>Whether it is to be a hold.</returns>
    private bool CountFailure(GatewayError error)
    {
        bool hold = _failures.Failed();
        // Once for each reason in a row: thirty times a second would hide everything else.
        if ((_failures.InARow == 1 || error.Code != _failure) && _log.Spend())
            Log.TickFailed(_services.Logger, Robot, error.Code, error.Message);
        _failure = error.Code;
        return hold;
    }

    /// <returns>False where nobody knows where the robot is: no position shown, nothing sent.</returns>
    private bool TryHold()
    {
        ForgetOldCommands();
        _chunk.IntervalNanoseconds =
            _services.Chunks.ResampledInterval ?? _policy.Description.Control.IntervalNanoseconds;
        _chunk.CutoffHz = _policy.Description.Control.CutoffHz;
        return _steps.Hold(_chunk, Measured, _clock.Now);
    }

    private TickAnswer Skip(TickReason reason, GatewayError? error = null) =>
        Count(new TickAnswer(TickOutcome.Skip, Chunk: null, reason, error));

    private TickAnswer Count(TickAnswer answer)
    {
        // The next request may fail before it shows anything: what this one showed is old by then.
        _decoded = false;
        // After the commands are noted: what the robot has run out of it may still be told, where it stands at the end.
        answer.Chunk?.FillUpTo(_answerRows);
        _counts.Add(answer);
        _services.Metrics.Tick(_route, answer);
        return answer;
    }

    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }

    private void WarnOfClock()
    {
        if (_lateRows.Comparable || _clockWarned)
            return;
        _clockWarned = true;
        Log.ClocksDiffer(_services.Logger, Robot, _lateRows.AgeNanoseconds / 1e9);
    }
}
