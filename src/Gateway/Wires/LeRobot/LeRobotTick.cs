using Microsoft.Extensions.Logging;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>From an observation's bytes to the message of its actions.</summary>
internal sealed class LeRobotTick(
    TimestepSession session, RobotFeatures features, double fps, TimeProvider time, ILogger logger)
{
    private readonly AnswerBuffer _answer = new();

    /// <summary>The last answer's rows; valid until the next.</summary>
    public ActionChunk? Chunk { get; private set; }

    /// <summary>The pickle in the last answer's message; valid until the next.</summary>
    public ReadOnlyMemory<byte> Data => _answer.Data;

    /// <summary>Reads an observation that has come whole. By any thread.</summary>
    public GatewayError? Read(ArrivedObservation observation)
    {
        observation.Arrived = TickInstant.Of(time);
        GatewayError? error = observation.Read(features);
        observation.DecodeTime = time.GetTimestamp() - observation.Arrived.Timestamp;
        return error;
    }

    /// <summary>Answers an observation that was read.</summary>
    /// <param name="observation">Stays as it is meanwhile.</param>
    /// <param name="message">Valid until the next; empty where there is an error.</param>
    public GatewayError? Answer(ArrivedObservation observation, out ReadOnlyMemory<byte> message)
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
            Log.TickThrew(logger, session.Robot, bug);
            return session.Fail(new GatewayError(ErrorCode.Internal,
                $"a bug in the gateway: {bug.GetType().Name}: {bug.Message}; its log has the trace"));
        }
    }

    private GatewayError? Infer(ArrivedObservation observation, out ReadOnlyMemory<byte> message)
    {
        message = default;
        Chunk = null;
        session.Timings.Clear();
        session.Timings.Decode = observation.DecodeTime;
        observation.CopyTo(session.Observation, features);
        if (session.Answer(out ActionChunk chunk) is { } error)
            return error;
        long begun = time.GetTimestamp();
        _answer.Begin();
        TimedActionsWriter.Write(
            _answer, observation.Module, observation.Timestamp, observation.Timestep, 1 / fps, chunk.Values,
            chunk.Width);
        message = _answer.Complete();
        long now = time.GetTimestamp();
        (session.Timings.Write, session.Timings.Total) = (now - begun, now - observation.Arrived.Timestamp);
        Chunk = chunk;
        return null;
    }
}
