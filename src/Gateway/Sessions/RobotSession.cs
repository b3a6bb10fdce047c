using PolicyGate.Abstractions;
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
    private readonly RatePacer _pacer;
    private readonly FailureCounter _failures;
    private readonly LateRows _lateRows;
    private readonly CommandReference _commands;
    private readonly ChunkGuard _guard;
    private readonly LogBudget _log;
    private readonly SessionCounts _counts = new();
    private readonly InferenceTicket _ticket = new();
    private readonly IEpisode? _episode;
    private readonly ActionChunk _raw = new();
    private readonly ActionChunk _chunk = new();
    private ErrorCode _failure;
    private bool _clockWarned;
    private bool _episodeBegins;
    private bool _decoded;
    private ulong _ticks;
    private long? _previousId;

    public RobotSession(string robot, string route, ServedPolicy policy, RobotConfig? limits, SessionServices services)
    {
        Robot = robot;
        (_route, _policy, _services) = (route, policy, services);
        Observation = new Observation(policy.Needs, services.Pictures);
        _pacer = new RatePacer(services.Pacing.MinimumInterval, services.Time);
        _failures = new FailureCounter(services.Chunks.OnFailure);
        _lateRows = new LateRows(services.Time);
        _commands = new CommandReference(services.Time);
        _guard = new ChunkGuard(limits);
        _log = new LogBudget(services.Limits.RobotLogLines, services.Time);
        _episode = policy.CreateEpisode();
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

    /// <summary>A request has come: decides, before any work is done, whether it is inferred.</summary>
    /// <param name="reset">Whether the robot says that an episode begins.</param>
    /// <returns>A skip, or null when the tick goes on.</returns>
    public TickAnswer? Begin(bool reset)
    {
        Observation.Clear();
        _decoded = false;
        if (reset)
            BeginEpisode();
        return _pacer.Passes(first: reset) ? null : Skip(TickReason.MaximumRate, error: null);
    }

    /// <summary>Infers the decoded observation.</summary>
    /// <param name="timestampNanoseconds">The robot's wall clock at the observation; null where it sends none.</param>
    public TickAnswer Answer(long? timestampNanoseconds)
    {
        _decoded = true;
        if (Observation.Id is { } id)
        {
            // Nodes before 1.1.0 send no reset, and later ones lose it after an episode of one observation.
            if (id < _previousId)
                BeginEpisode();
            _previousId = id;
        }
        // A late run may still be using what the policy remembers: the episode begins with the first that is taken.
        if (_policy.Refuse(_ticket) is { } refused)
            return Fail(refused);
        if (_episodeBegins)
        {
            _episode?.Reset();
            _episodeBegins = false;
        }
        if (_policy.Infer(_ticket, Observation, _episode, _ticks++, _raw, Timings) is { } failed)
            return Fail(failed);
        long begun = _services.Time.GetTimestamp();
        TickAnswer answer = Shape(timestampNanoseconds);
        Timings.Shape = _services.Time.GetTimestamp() - begun;
        return answer;
    }

    /// <summary>The tick failed: a skip, or a hold once it is the second in a row.</summary>
    public TickAnswer Fail(GatewayError error)
    {
        bool hold = _failures.Failed();
        // Once for each reason in a row: thirty times a second would hide everything else.
        if ((_failures.InARow == 1 || error.Code != _failure) && _log.Spend())
            Log.TickFailed(_services.Logger, Robot, error.Code, error.Message);
        _failure = error.Code;
        TickReason reason = TickReasons.Of(error);
        return hold && TryHold() ? Count(new TickAnswer(TickOutcome.Hold, _chunk, reason, error)) : Skip(reason, error);
    }

    /// <summary>The answer was written; its stages go to the instruments.</summary>
    public void Written() => _services.Metrics.Timed(_route, Timings);

    public void Dispose()
    {
        _services.Metrics.Left(_route);
        Log.Left(_services.Logger, Robot, _counts);
        if (!_ticket.IsLate)
            _episode?.Dispose();
    }

    private void BeginEpisode()
    {
        _episodeBegins = true;
        _commands.Clear();
        _previousId = null;
    }

    /// <summary>The steps of a chunk in their order: unnormalise, leave out late rows, guard.</summary>
    private TickAnswer Shape(long? timestampNanoseconds)
    {
        _chunk.Resize(_raw.Rows, _raw.Width);
        _chunk.IntervalNanoseconds = _policy.Description.Control.IntervalNanoseconds;
        _chunk.CutoffHz = _policy.Description.Control.CutoffHz;
        _policy.Unnormalizer.Apply(_raw.Values, _chunk.Values);
        int late = 0;
        if (_services.Chunks.DropLateRows && timestampNanoseconds is { } timestamp)
        {
            _lateRows.Measure(timestamp, _chunk.IntervalNanoseconds);
            WarnOfClock();
            // Before its first chunk of an episode the robot stands still: no row of that one is late.
            if (_commands.Known)
            {
                if (_lateRows.AllPassed(_chunk.IntervalNanoseconds, _chunk.Rows))
                    return Skip(TickReason.ChunkTooOld, error: null);
                late = _lateRows.Count(_chunk.IntervalNanoseconds, _chunk.Rows);
                _chunk.DropFirst(late);
            }
        }
        if (_guard.Apply(_chunk, out int clamped) is { } refused)
            return Fail(refused);
        if (_failures.InARow > 0 && _log.Spend())
            Log.Recovered(_services.Logger, Robot, _failures.InARow);
        _failures.Succeeded();
        _commands.Sent(_chunk, Observation.Position);
        _counts.AddLateRows(late);
        _services.Metrics.Shaped(_route, late, clamped);
        return Count(new TickAnswer(TickOutcome.Chunk, _chunk, TickReason.None, Error: null));
    }

    /// <summary>Two rows of the command that the robot is at now.</summary>
    /// <returns>False where that is not known: nothing was sent yet and this tick shows no position.</returns>
    private bool TryHold()
    {
        int width = _policy.ChunkShape.Width;
        bool measured = _decoded && Observation.Position.Length == width;
        if (!_commands.Known && !measured)
            return false;
        _chunk.Resize(rows: 2, width);
        _chunk.IntervalNanoseconds = _policy.Description.Control.IntervalNanoseconds;
        _chunk.CutoffHz = _policy.Description.Control.CutoffHz;
        if (_commands.Known)
            _commands.Evaluate(_chunk.Row(0));
        else
            Observation.Position.CopyTo(_chunk.Row(0));
        _chunk.Row(0).CopyTo(_chunk.Row(1));
        _commands.Sent(_chunk, Observation.Position);
        return true;
    }

    private TickAnswer Skip(TickReason reason, GatewayError? error) =>
        Count(new TickAnswer(TickOutcome.Skip, Chunk: null, reason, error));

    private TickAnswer Count(TickAnswer answer)
    {
        _counts.Add(answer);
        _services.Metrics.Tick(_route, answer);
        return answer;
    }

    private void WarnOfClock()
    {
        if (_lateRows.Comparable || _clockWarned)
            return;
        _clockWarned = true;
        Log.ClocksDiffer(_services.Logger, Robot, _lateRows.AgeNanoseconds / 1e9);
    }
}
