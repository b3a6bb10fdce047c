using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>A robot that has its policy: a thread of its own, which answers one observation after the other.</summary>
internal sealed class ServedRobot
{
    // A tick's frames are shallow; a megabyte a robot would be the largest thing that it costs.
    private const int StackBytes = 256 << 10;

    private readonly TimestepSession _session;
    private readonly LeRobotTick _tick;
    private readonly Thread _thread;
    private int _episode;

    public ServedRobot(
        LeRobotWireConfig config, TimestepSession session, RobotFeatures features, RobotMailbox mailbox,
        TimeProvider time, ILogger logger)
    {
        _session = session;
        _tick = new LeRobotTick(session, features, config.Fps, time, logger);
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
        GatewayError? error = _tick.Read(observation);
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
            GatewayError? error = _tick.Answer(observation!, out ReadOnlyMemory<byte> message);
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
}
