using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Shadows;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>A robot that has its policy: a thread of its own, which answers one observation after the other.</summary>
internal sealed class ServedRobot
{
    // A tick's frames are shallow; a megabyte a robot would be the largest thing that it costs.
    private const int StackBytes = 256 << 10;

    private readonly TimestepSession _session;
    private readonly LeRobotTick _tick;
    private readonly Thread _thread;
    private readonly TimeProvider _time;
    private readonly SessionRecorder? _recorder;
    private readonly RobotShadows? _shadows;
    private readonly ReadOnlyMemory<byte> _instructions;
    private int _episode = -1;

    /// <param name="session">The robot's.</param>
    /// <param name="tick">Its ticks'.</param>
    /// <param name="mailbox">Where its observations come.</param>
    /// <param name="time">The clock.</param>
    /// <param name="recorder">Null where it is not recorded.</param>
    /// <param name="instructions">The message that it asked for its policy with; for the recorder.</param>
    /// <param name="shadows">Null where nobody ever looks on.</param>
    public ServedRobot(
        TimestepSession session, LeRobotTick tick, RobotMailbox mailbox, TimeProvider time,
        SessionRecorder? recorder = null, ReadOnlyMemory<byte> instructions = default, RobotShadows? shadows = null)
    {
        _shadows = shadows;
        (_session, _tick, _time, _recorder, _instructions) = (session, tick, time, recorder, instructions);
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
            bool begins = episode != _episode;
            if (begins)
                _session.BeginEpisode();
            _episode = episode;
            _recorder?.Begin(_instructions.Span);
            _shadows?.Begin(default);
            GatewayError? error = _tick.Answer(observation!, out ReadOnlyMemory<byte> message);
            TickInstant ran = _recorder is null ? default : TickInstant.Of(_time);
            bool kept = _recorder is not null || _shadows is { Wants: true };
            if (!kept)
                Mailbox.GiveBack(observation!);
            bool handed = Hand(request!, episode, message, error);
            _shadows?.End(new ShadowInput
            {
                Answer = _session.Last,
                BeginsEpisode = begins,
                Observation = kept ? observation!.Bytes : default,
            });
            if (_recorder is not null)
                Record(observation!, begins, ran, handed);
            if (kept)
                Mailbox.GiveBack(observation!);
            _session.Written();
        }
        _shadows?.Dispose();
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
            Reply = handed ? _tick.Data.Span : default,
            Observation = observation.Bytes,
        });
}
