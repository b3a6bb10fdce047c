using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;

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
    private readonly ServedPolicy _policy;
    private readonly SessionServices _services;
    private readonly string _route;
    private readonly int _actions;
    private readonly long _interval;
    private readonly ChunkGuard _guard;
    private readonly LogBudget _log;
    private readonly SessionCounts _counts = new();
    private readonly ActionChunk _chunk = new();
    private ErrorCode _failure;
    private int _failuresInARow;

    /// <param name="robot">Names it in logs.</param>
    /// <param name="route">By which it came to the policy.</param>
    /// <param name="policy">Answers it.</param>
    /// <param name="limits">The robot's; null where none are known.</param>
    /// <param name="actions">Rows of a chunk that it wants at most.</param>
    /// <param name="interval">Between rows.</param>
    /// <param name="services">Shared by all robots.</param>
    public TimestepSession(
        string robot, string route, ServedPolicy policy, RobotConfig? limits, int actions, TimeSpan interval,
        SessionServices services)
    {
        Robot = robot;
        (_route, _policy, _services, _actions) = (route, policy, services, actions);
        _interval = interval.Ticks * TimeSpan.NanosecondsPerTick;
        Observation = new Observation(policy.Needs) { ResizeHabit = ResizeHabits.LeRobot };
        _guard = new ChunkGuard(limits);
        _log = new LogBudget(services.Limits.RobotLogLines, services.Time);
        Runs = new PolicyRuns(policy);
        Runs.BeginEpisode();
        services.Metrics.Connected(route);
        Log.Arrived(services.Logger, robot, policy.Name);
    }

    public string Robot { get; }

    /// <summary>What the wire fills before <see cref="Answer"/>.</summary>
    public Observation Observation { get; }

    /// <summary>The stages of the tick under way.</summary>
    public TickTimings Timings { get; } = new();

    /// <summary>The policy's runs, and what the last came to.</summary>
    public PolicyRuns Runs { get; }

    /// <summary>What the last observation came to.</summary>
    public TickAnswer Last { get; private set; }

    /// <summary>What the policy remembers of this robot is forgotten before its next run.</summary>
    public void BeginEpisode() => Runs.BeginEpisode();

    /// <summary>An observation is about to be answered.</summary>
    public void Announce() => _policy.Announce();

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
        if (_failuresInARow > 0 && _log.Spend())
            Log.Recovered(_services.Logger, Robot, _failuresInARow);
        _failuresInARow = 0;
        _services.Metrics.Shaped(_route, lateRows: 0, limited);
        Count(new TickAnswer(
            TickOutcome.Chunk, _chunk, TickReason.None, Error: null, LateRows: 0, _guard.ChangedRows));
        return null;
    }

    /// <summary>The tick failed: the robot gets nothing, and plays on what it has until it stands.</summary>
    public GatewayError Fail(GatewayError error)
    {
        _failuresInARow++;
        if ((_failuresInARow == 1 || error.Code != _failure) && _log.Spend())
            Log.TickFailed(_services.Logger, Robot, error.Code, error.Message);
        _failure = error.Code;
        Count(new TickAnswer(TickOutcome.Skip, Chunk: null, TickReasons.Of(error), error));
        return error;
    }

    /// <summary>The answer was handed on; its stages go to the instruments.</summary>
    public void Written() => _services.Metrics.Timed(_route, Timings);

    public void Dispose()
    {
        _services.Metrics.Left(_route);
        Log.Left(_services.Logger, Robot, _counts);
        Runs.Dispose();
    }

    private GatewayError? Infer(out int limited)
    {
        limited = 0;
        if (Runs.Run(Observation, Timings) is { } failed)
            return failed;
        long begun = _services.Time.GetTimestamp();
        _chunk.Resize(Runs.Raw.Rows, Runs.Raw.Width);
        _chunk.IntervalNanoseconds = _interval;
        _policy.Unnormalizer.Apply(Runs.Raw.Values, Observation.Position, _chunk.Values);
        _chunk.KeepFirst(_actions);
        GatewayError? broken = ChunkGuard.Refuse(_chunk) ?? _guard.LimitAlone(_chunk, out limited)
            ?? ChunkGuard.Refuse(_chunk);
        Timings.Shape = _services.Time.GetTimestamp() - begun;
        return broken;
    }

    private void Count(TickAnswer answer)
    {
        Last = answer;
        _counts.Add(answer);
        _services.Metrics.Tick(_route, answer);
    }
}
