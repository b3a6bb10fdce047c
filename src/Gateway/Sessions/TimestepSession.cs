using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Telemetry.Spans;

namespace PolicyGate.Gateway.Sessions;

/// <summary>
/// One robot whose own client lays chunks together by timestep, as LeRobot's does. Used by one thread.
/// </summary>
/// <remarks>
/// Late rows, blending, the seam between two chunks and holds are the client's: it drops rows of the past, blends those
/// that overlap, and stands still when it has none. Left here are the policy, NaN, and limits within the chunk.
/// </remarks>
internal sealed class TimestepSession : IDisposable
{
    private readonly SessionServices _services;
    private readonly Route _route;
    private readonly int _actions;
    private readonly long _interval;
    private readonly ChunkGuard _guard;
    private readonly TickFailures _failures;
    private readonly SessionCounts _counts = new();
    private readonly SessionSpans? _spans;
    private readonly ActionChunk _chunk = new();
    private readonly LiveRobot? _live;
    private bool _begins;
    private bool _began;

    /// <param name="robot">Names it in logs.</param>
    /// <param name="route">By which it comes to its policies; settled.</param>
    /// <param name="limits">The robot's; null where none are known.</param>
    /// <param name="actions">Rows of a chunk that it wants at most.</param>
    /// <param name="interval">Between rows.</param>
    /// <param name="services">Shared by all robots.</param>
    /// <param name="fits">Whether the robot can be driven by a policy; by any where it is null.</param>
    public TimestepSession(
        string robot, Route route, RobotConfig? limits, int actions, TimeSpan interval, SessionServices services,
        Func<ServedPolicy, GatewayError?>? fits = null)
    {
        Robot = robot;
        (_route, _services, _actions) = (route, services, actions);
        _interval = interval.Ticks * TimeSpan.NanosecondsPerTick;
        var log = new LogBudget(services.Limits.RobotLogLines, services.Time);
        Seats = new RobotSeats(route, new SeatTerms(
            robot, policy => new Observation(policy.Needs) { ResizeHabit = ResizeHabits.LeRobot }, services.Logger, log)
        {
            Fits = fits ?? (_ => null),
        });
        // To a robot that blends by itself a failed tick is nothing at all: it has its queue.
        _failures = new TickFailures(robot, FailureAction.Skip, services.Logger, log);
        _guard = new ChunkGuard(limits);
        _spans = services.Spans?.Begin(robot, route.Name, totalHasWrite: true);
        services.Metrics.Connected(route.Name);
        _live = services.Live?.Arrive(robot, RecordedWire.LeRobot, route.Name);
        Log.Arrived(services.Logger, robot, Seats.Now.Handle.Name);
    }

    public string Robot { get; }

    /// <summary>By which policy it is answered. Changes at <see cref="Begin"/> alone.</summary>
    public RobotSeats Seats { get; }

    /// <summary>What the wire fills before <see cref="Answer"/>: the seat's.</summary>
    public Observation Observation => Seats.Now.Observation;

    /// <summary>The stages of the tick under way.</summary>
    public TickTimings Timings { get; } = new();

    /// <summary>The policy's runs, and what the last came to.</summary>
    public PolicyRuns Runs => Seats.Now.Runs;

    /// <summary>The span of the robot's own that the tick under way belongs to.</summary>
    public TraceParent Parent { get; set; }

    /// <summary>What the last observation came to.</summary>
    public TickAnswer Last { get; private set; }

    /// <summary>What the policy remembers of this robot is forgotten before its next run.</summary>
    public void BeginEpisode() => _begins = true;

    /// <summary>An observation is about to be answered. By any thread.</summary>
    public void Announce() => Seats.Now.Policy.Announce();

    /// <summary>Between two ticks: the next may be another policy's.</summary>
    public void Begin()
    {
        // What the one before showed says nothing of a tick that is not read.
        Observation.Clear();
        Seats.Choose(_begins);
        if (_begins)
            Runs.BeginEpisode();
        (_began, _begins) = (_begins, false);
    }

    /// <summary>Infers the observation.</summary>
    /// <param name="chunk">Receives absolute positions in the robot's units; valid until the next answer.</param>
    public GatewayError? Answer(out ActionChunk chunk)
    {
        chunk = _chunk;
        GatewayError? error = Infer(out int limited);
        // Pictures are the wire's memory; where the policy was not asked after all, they are still lent.
        Observation.Finish();
        if (error is not null)
            return Fail(error);
        _failures.Succeeded();
        Seats.Succeeded();
        _services.Metrics.Shaped(_route.Name, lateRows: 0, limited);
        Count(new TickAnswer(
            TickOutcome.Chunk, _chunk, TickReason.None, Error: null, LateRows: 0, _guard.ChangedRows));
        return null;
    }

    /// <summary>The tick failed: the robot gets nothing, and plays on what it has until it stands.</summary>
    public GatewayError Fail(GatewayError error)
    {
        _failures.Failed(error);
        Count(new TickAnswer(TickOutcome.Skip, Chunk: null, TickReasons.Of(error), error));
        return error;
    }

    /// <summary>The answer was handed on; its stages go to the instruments.</summary>
    public void Written()
    {
        _services.Metrics.Timed(_route.Name, Timings);
        _spans?.Written(Seats.Now, Last, Timings, Parent);
        _live?.Answered(Last, Seats, Observation.Position, _began, Timings, _services.Time.GetUtcNow());
    }

    public void Dispose()
    {
        _live?.Left();
        _services.Metrics.Left(_route.Name);
        Log.Left(_services.Logger, Robot, _counts);
        Seats.Dispose();
    }

    private GatewayError? Infer(out int limited)
    {
        limited = 0;
        _live?.Show(Observation);
        if (Runs.Run(Observation, Timings) is { } failed)
            return PolicyFailed(failed);
        long begun = _services.Time.GetTimestamp();
        _chunk.Resize(Runs.Raw.Rows, Runs.Raw.Width);
        _chunk.IntervalNanoseconds = _interval;
        Seats.Now.Policy.Unnormalizer.Apply(Runs.Raw.Values, Observation.Position, _chunk.Values);
        _chunk.KeepFirst(_actions);
        GatewayError? broken = ChunkGuard.Refuse(_chunk) is { } refused
            ? PolicyFailed(refused)
            : _guard.LimitAlone(_chunk, out limited) ?? ChunkGuard.Refuse(_chunk);
        Timings.Shape = _services.Time.GetTimestamp() - begun;
        return broken;
    }

    private GatewayError PolicyFailed(GatewayError error)
    {
        Seats.Failed(error);
        return error;
    }

    private void Count(TickAnswer answer)
    {
        Last = answer;
        // Where it was not read, it holds no position.
        _live?.Counted(shown: true);
        _counts.Add(answer);
        _services.Metrics.Tick(_route.Name, Seats.Now.Handle.Name, answer);
    }
}
