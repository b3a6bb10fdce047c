using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Wires.LeRobot;

namespace PolicyGate.Gateway.Replay;

/// <summary>A LeRobot robot's session: from the observation's pickle to its actions', as the wire does it.</summary>
internal sealed class LeRobotPlayer : ITickPlayer
{
    private readonly PlayerOptions _options;
    private readonly ServedPolicy _policy;
    private readonly RobotConfig? _limits;
    private readonly ArrivedObservation _observation;
    private readonly PlayedTick _played = new();
    private readonly KeptMemory<float> _chunk = new();
    private readonly KeptMemory<float> _raw = new();
    private readonly KeptMemory<float> _position = new();
    private byte[] _instructions = [];
    private GatewayError? _unserved;
    private TimestepSession? _session;
    private LeRobotTick? _tick;

    /// <param name="options">How it plays.</param>
    /// <param name="policy">Answers; stays the caller's.</param>
    /// <param name="limits">The robot's; null where none are known.</param>
    public LeRobotPlayer(PlayerOptions options, ServedPolicy policy, RobotConfig? limits)
    {
        (_options, _policy, _limits) = (options, policy, limits);
        long most = options.Services.Limits.MessageBytes;
        _observation = new ArrivedObservation(
            options.Services.Limits, new RobotShare(new BoundedMemory(most), most));
    }

    public PlayedTick Play(RecordedTick tick)
    {
        if (_session is null || !tick.Request.Span.SequenceEqual(_instructions))
            _unserved = Instruct(tick);
        _session?.Timings.Clear();
        _session?.Runs.Raw.Resize(0, 0);
        GatewayError? error = _unserved ?? Answer(tick, _session!, _tick!);
        Take(error);
        _observation.Clear();
        return _played;
    }

    public void Dispose()
    {
        _observation.Clear();
        _session?.Dispose();
    }

    /// <summary>The robot says what it wants: a session begins, as on the wire.</summary>
    private GatewayError? Instruct(RecordedTick tick)
    {
        SessionServices services = _options.Services;
        _instructions = tick.Request.ToArray();
        _session?.Dispose();
        (_session, _tick) = (null, null);
        if (LeRobotRequest.Read(_instructions, services.Limits, out RemotePolicyConfig? asked) is { } fault)
            return fault.ToPickleError();
        if (LeRobotSetUp.Fit(asked!, _policy, _limits, services.Limits, out RobotFeatures? features) is { } unfit)
            return unfit;
        _session = new TimestepSession(
            tick.Session, Route.To(tick.Route, _policy), _limits, asked!.ActionsPerChunk,
            TimeSpan.FromSeconds(1 / _options.Fps), services);
        _tick = new LeRobotTick(_session, _ => features!, _options.Fps, services.Time, services.Logger);
        return null;
    }

    private GatewayError? Answer(RecordedTick tick, TimestepSession session, LeRobotTick played)
    {
        if (RecordedFailures.OfReading(tick) is { } unread)
            return unread;
        if (tick.BeginsEpisode)
            session.BeginEpisode();
        if (tick.Run is { } run)
            session.Runs.Number = (ulong)run;
        session.Runs.Prevented = _options.RepeatsFailures ? RecordedFailures.OfRunning(tick) : null;
        int length = tick.Observation.Length;
        if (_observation.Reserve(length, length, out Memory<byte> room) is { } full)
            return full;
        tick.Observation.CopyTo(room);
        _observation.Advance(length);
        return played.Read(_observation) ?? played.Answer(_observation, out _);
    }

    private void Take(GatewayError? error)
    {
        ActionChunk? chunk = error is null ? _tick!.Chunk : null;
        _played.Outcome = error is null ? TickOutcome.Chunk : TickOutcome.Skip;
        _played.Reason = error is null ? TickReason.None : TickReasons.Of(error);
        _played.Error = error;
        _played.HasRun = _session?.Runs.Raw.Rows > 0;
        _played.Raw = _raw.Fill(_session is { } session ? session.Runs.Raw.Values : []);
        _played.Position = _position.Fill(_played.HasRun ? _session!.Observation.Position : []);
        _played.Chunk = _chunk.Fill(chunk is null ? [] : chunk.Values);
        _played.Width = _policy.ChunkShape.Width;
        _played.IntervalNanoseconds = chunk?.IntervalNanoseconds ?? 0;
        _played.LimitedRows = chunk is null ? 0 : _session!.Last.LimitedRows;
        _played.Reply = chunk is null ? default : _tick!.Data;
        if (_session is not null)
            _played.Timings.CopyFrom(_session.Timings);
    }
}
