using Microsoft.Extensions.Logging;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>From an observation's bytes to the message of its actions.</summary>
internal sealed class LeRobotTick
{
    private readonly TimestepSession _session;
    private readonly Func<ServedPolicy, RobotFeatures> _featuresOf;
    private readonly double _fps;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AnswerBuffer _answer = new();
    private ServedPolicy _policy;

    // Read by whoever takes in the robot's next observation; changed with the robot's seat.
    private volatile RobotFeatures _features;

    /// <param name="session">The robot's.</param>
    /// <param name="featuresOf">What a policy that it has its seat at uses of its observations.</param>
    /// <param name="fps">Actions a second.</param>
    /// <param name="time">For the timings.</param>
    /// <param name="logger">Told of bugs.</param>
    public LeRobotTick(
        TimestepSession session, Func<ServedPolicy, RobotFeatures> featuresOf, double fps, TimeProvider time,
        ILogger logger)
    {
        (_session, _featuresOf, _fps, _time, _logger) = (session, featuresOf, fps, time, logger);
        _policy = session.Seats.Now.Policy;
        _features = featuresOf(_policy);
    }

    /// <summary>The last answer's rows; valid until the next.</summary>
    public ActionChunk? Chunk { get; private set; }

    /// <summary>The pickle in the last answer's message; valid until the next.</summary>
    public ReadOnlyMemory<byte> Data => _answer.Data;

    /// <summary>Reads an observation that has come whole. By any thread.</summary>
    public GatewayError? Read(ArrivedObservation observation)
    {
        observation.Arrived = TickInstant.Of(_time);
        GatewayError? error = observation.Read(_features);
        observation.DecodeTime = _time.GetTimestamp() - observation.Arrived.Timestamp;
        return error;
    }

    /// <summary>Answers an observation that was read.</summary>
    /// <param name="observation">Stays as it is meanwhile.</param>
    /// <param name="message">Valid until the next; empty where there is an error.</param>
    public GatewayError? Answer(ArrivedObservation observation, out ReadOnlyMemory<byte> message)
    {
        GatewayError? failed = AnswerOrFail(observation, out message);
        if (failed is not null)
            _session.Timings.Total = _time.GetTimestamp() - observation.Arrived.Timestamp;
        return failed;
    }

    private GatewayError? AnswerOrFail(ArrivedObservation observation, out ReadOnlyMemory<byte> message)
    {
        message = default;
        try
        {
            return Infer(observation, out message);
        }
#pragma warning disable CA1031 // A bug of ours costs this tick, not the robot's thread: nobody would answer it then.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.TickThrew(_logger, _session.Robot, bug);
            return _session.Fail(new GatewayError(ErrorCode.Internal,
                $"a bug in the gateway: {bug.GetType().Name}: {bug.Message}; its log has the trace"));
        }
    }

    private GatewayError? Infer(ArrivedObservation observation, out ReadOnlyMemory<byte> message)
    {
        message = default;
        Chunk = null;
        _session.Timings.Clear();
        _session.Timings.Decode = observation.DecodeTime;
        _session.Parent = observation.Parent;
        if (Seat(observation) is { } unread)
            return _session.Fail(unread);
        observation.CopyTo(_session.Observation, _features);
        if (_session.Answer(out ActionChunk chunk) is { } error)
            return error;
        long begun = _time.GetTimestamp();
        _answer.Begin();
        TimedActionsWriter.Write(
            _answer, observation.Module, observation.Timestamp, observation.Timestep, 1 / _fps, chunk.Values,
            chunk.Width);
        message = _answer.Complete();
        long now = _time.GetTimestamp();
        (_session.Timings.Write, _session.Timings.Total) = (now - begun, now - observation.Arrived.Timestamp);
        Chunk = chunk;
        return null;
    }

    /// <summary>Between two ticks: another policy may use other parts of what was read already.</summary>
    private GatewayError? Seat(ArrivedObservation observation)
    {
        _session.Begin();
        if (_session.Seats.Now.Policy != _policy)
        {
            _policy = _session.Seats.Now.Policy;
            _features = _featuresOf(_policy);
        }
        return observation.ReadFor == _features ? null : observation.Read(_features);
    }
}
