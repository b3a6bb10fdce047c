using Microsoft.Extensions.Logging;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>A robot that has its policy: a thread of its own, which answers one observation after the other.</summary>
internal sealed class ServedRobot
{
    // A tick's frames are shallow; a megabyte a robot would be the largest thing that it costs.
    private const int StackBytes = 256 << 10;

    private readonly LeRobotWireConfig _config;
    private readonly TimestepSession _session;
    private readonly RobotFeatures _features;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly AnswerBuffer _answer = new();
    private readonly SessionRecorder? _recorder;
    private readonly ReadOnlyMemory<byte> _instructions;
    private int _episode = -1;

    /// <param name="config">Of the wire.</param>
    /// <param name="session">The robot's.</param>
    /// <param name="features">What it shows.</param>
    /// <param name="mailbox">Where its observations come.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of bugs.</param>
    /// <param name="recorder">Null where it is not recorded.</param>
    /// <param name="instructions">The message that it asked for its policy with; for the recorder.</param>
    public ServedRobot(
        LeRobotWireConfig config, TimestepSession session, RobotFeatures features, RobotMailbox mailbox,
        TimeProvider time, ILogger logger, SessionRecorder? recorder = null,
        ReadOnlyMemory<byte> instructions = default)
    {
        (_recorder, _instructions) = (recorder, instructions);
        (_config, _session, _features, _time, _logger) = (config, session, features, time, logger);
        Mailbox = mailbox;
        _thread = new Thread(Serve, StackBytes) { Name = session.Robot, IsBackground = true };
    }

    public RobotMailbox Mailbox { get; }

    /// <exception cref="OutOfMemoryException">The process is at its limit of threads.</exception>
    public void Start() => _thread.Start();

    /// <summary>Reads an observation that has come whole, and lets it wait for its answer.</summary>
    /// <param name="observation">From the mailbox; given up.</param>
    public GatewayError? Post(ArrivedObservation observation)
    {
        observation.Arrived = TickInstant.Of(_time);
        GatewayError? error = observation.Read(_features);
        observation.DecodeTime = _time.GetTimestamp() - observation.Arrived.Timestamp;
        if (error is null)
        {
            if (Mailbox.Post(observation))
                _session.Announce();
            return null;
        }
        Mailbox.GiveBack(observation);
        Mailbox.Lost();
        return error;
    }

    /// <summary>Lets the thread end after the tick under way; does not wait for it.</summary>
    public void Stop() => Mailbox.Stop();

    /// <returns>Whether the thread has ended by then.</returns>
    public bool Join(TimeSpan limit) => _thread.Join(limit);

    private void Serve()
    {
        while (Mailbox.Take(out ArrivedObservation? observation, out ActionsRequest? request, out int episode))
        {
            bool begins = episode != _episode;
            if (begins)
                _session.BeginEpisode();
            _episode = episode;
            _recorder?.Begin(_instructions.Span);
            GatewayError? error = Guarded(observation!, out ReadOnlyMemory<byte> message);
            TickInstant ran = _recorder is null ? default : TickInstant.Of(_time);
            if (_recorder is null)
                Mailbox.GiveBack(observation!);
            bool handed = Hand(request!, episode, message, error);
            if (_recorder is not null)
            {
                Record(observation!, begins, ran, handed);
                Mailbox.GiveBack(observation!);
            }
            _session.Written();
        }
        _session.Dispose();
    }

    /// <returns>Whether the message is on its way.</returns>
    private bool Hand(ActionsRequest request, int episode, ReadOnlyMemory<byte> message, GatewayError? error)
    {
        if (error is not null)
        {
            Mailbox.Lost();
            request.Complete(default, error);
            return false;
        }
        if (!Mailbox.Hand(episode))
        {
            request.CompleteEmpty();
            return false;
        }
        if (request.Complete(message))
            return true;
        Mailbox.Sent(delivered: false);
        return false;
    }

    private void Record(ArrivedObservation observation, bool begins, TickInstant ran, bool handed) =>
        _recorder!.End(new AnsweredTick
        {
            Answer = _session.Last,
            BeginsEpisode = begins,
            Asked = observation.Arrived,
            Ran = ran,
            Timings = _session.Timings,
            Reply = handed ? _answer.Data : default,
            Observation = observation.Bytes,
        });

    private GatewayError? Guarded(ArrivedObservation observation, out ReadOnlyMemory<byte> message)
    {
        message = default;
        try
        {
            return Answer(observation, out message);
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

    private GatewayError? Answer(ArrivedObservation observation, out ReadOnlyMemory<byte> message)
    {
        message = default;
        _session.Timings.Clear();
        _session.Timings.Decode = observation.DecodeTime;
        observation.CopyTo(_session.Observation, _features);
        if (_session.Answer(out Chunks.ActionChunk chunk) is { } error)
            return error;
        long begun = _time.GetTimestamp();
        _answer.Begin();
        TimedActionsWriter.Write(
            _answer, observation.Module, observation.Timestamp, observation.Timestep, 1 / _config.Fps, chunk.Values,
            chunk.Width);
        message = _answer.Complete();
        long now = _time.GetTimestamp();
        (_session.Timings.Write, _session.Timings.Total) = (now - begun, now - observation.Arrived.Timestamp);
        return null;
    }
}
