using Microsoft.Extensions.Logging;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
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
    private int _episode;

    public ServedRobot(
        LeRobotWireConfig config, TimestepSession session, RobotFeatures features, RobotMailbox mailbox,
        TimeProvider time, ILogger logger)
    {
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
        observation.Arrived = _time.GetTimestamp();
        GatewayError? error = observation.Read(_features);
        observation.DecodeTime = _time.GetTimestamp() - observation.Arrived;
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
            if (episode != _episode)
                _session.BeginEpisode();
            _episode = episode;
            GatewayError? error = Guarded(observation!, out ReadOnlyMemory<byte> message);
            Mailbox.GiveBack(observation!);
            Hand(request!, episode, message, error);
            _session.Written();
        }
        _session.Dispose();
    }

    private void Hand(ActionsRequest request, int episode, ReadOnlyMemory<byte> message, GatewayError? error)
    {
        if (error is not null)
        {
            Mailbox.Lost();
            request.Complete(default, error);
        }
        else if (!Mailbox.Hand(episode))
        {
            request.CompleteEmpty();
        }
        else if (!request.Complete(message))
        {
            Mailbox.Sent(delivered: false);
        }
    }

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
        (_session.Timings.Write, _session.Timings.Total) = (now - begun, now - observation.Arrived);
        return null;
    }
}
