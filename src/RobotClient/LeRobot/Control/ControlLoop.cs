using PolicyGate.RobotClient.LeRobot.Queue;
using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>
/// A robot's clock: in each period the next action, then an observation where the queue is low. Waits for nothing but
/// the robot and the next period, and allocates nothing.
/// </summary>
internal sealed class ControlLoop
{
    private readonly LeRobotClientOptions _options;
    private readonly IRobot _robot;
    private readonly ActionQueue _queue;
    private readonly CommandLimits _limits;
    private readonly EpisodeOrigin _origin;
    private readonly IObserving _observing;
    private readonly ControlPace _pace;
    private readonly GapWatch _gaps;
    private readonly RunClock _clock;
    private readonly NoticeBoard _notices;
    private readonly RunFault _fault;
    private readonly ILeRobotRecorder? _recorder;
    private readonly float[] _action;
    private readonly float[] _command;
    private readonly long _period;
    private readonly long _begun;
    private int _episode;
    private long _looked;
    private long? _commanded;
    private long _suspended = LinuxClock.SuspendedNanoseconds();

    public ControlLoop(ControlParts parts)
    {
        (_options, _robot, _queue, _limits) = (parts.Options, parts.Robot, parts.Queue, parts.Limits);
        (_origin, _observing, _pace, _gaps) = (parts.Origin, parts.Observing, parts.Pace, parts.Gaps);
        (_clock, _notices, _fault, _recorder) = (parts.Clock, parts.Notices, parts.Fault, parts.Recorder);
        _action = new float[parts.Robot.Features.Actions.Count];
        _command = new float[_action.Length];
        _period = RunClock.Nanoseconds(_options.Period);
        _begun = _looked = _clock.Now;
        Trace = new QueueTrace(_begun);
    }

    /// <summary>From the loop's start to its end.</summary>
    public double Seconds { get; private set; }

    /// <summary>Actions that the robot was commanded.</summary>
    public long Executed { get; private set; }

    /// <summary>Nanoseconds that the robot took to take a command.</summary>
    public Histogram ActTimes { get; } = new();

    public QueueTrace Trace { get; }

    /// <summary>Until told to stop, until its time is over, or until the robot has nothing left to do.</summary>
    public void Run(CancellationToken stop)
    {
        long end = _options.Duration is { } duration ? _begun + RunClock.Nanoseconds(duration) : long.MaxValue;
        _pace.Start();
        try
        {
            while (_pace.Wait(stop) is not null && _clock.Now < end && Period())
                _pace.Advance();
        }
        finally
        {
            // The figures of a run that failed are as good as any.
            long now = _clock.Now;
            _gaps.End(now);
            Seconds = RunClock.Seconds(now - _begun);
        }
    }

    /// <summary>One period.</summary>
    /// <returns>False where the robot has nothing left to do.</returns>
    public bool Period()
    {
        _fault.Throw();
        lock (_origin.Gate)
            Act();
        return !_queue.IsLow || _observing.Ask();
    }

    private void Act()
    {
        long stoodStill = StoodStill(out long now);
        if (stoodStill > RunClock.Nanoseconds(_options.MaximumAnswerAge))
            Forget(stoodStill);
        int waited = _queue.Take(_action, out long timestep);
        if (waited == 0)
        {
            _gaps.Nothing(now);
            return;
        }
        _gaps.Moved(now);
        Trace.Add(waited, now);
        if (_origin.Episode != _episode)
            _limits.Begin(_origin.Joints);
        long begun = _clock.Now;
        if (!_limits.Apply(_action, begun - _commanded ?? long.MaxValue, _command))
            return;
        _robot.Act(_command);
        (_commanded, _episode) = (begun, _origin.Episode);
        ActTimes.Add(_clock.Now - begun);
        Executed++;
        _recorder?.Acted(timestep, waited, _action, _command);
    }

    /// <summary>What is beyond a period since this was asked last, wherever in the loop it went.</summary>
    private long StoodStill(out long now)
    {
        // What is between the two clocks that it reads, where the program is stopped there, is no suspension.
        long suspended = Math.Max(0, Suspended());
        now = _clock.Now;
        long since = now - _looked;
        _looked = now;
        return since - _period + suspended;
    }

    private long Suspended()
    {
        long all = LinuxClock.SuspendedNanoseconds();
        long since = all - _suspended;
        _suspended = all;
        return since;
    }

    private void Forget(long stoodStill)
    {
        _queue.Drop(RefusalKind.StoodStill);
        _notices.Tell(isTrouble: true, $"this program stood still for {RunClock.Seconds(stoodStill):0.0} s (suspended, "
            + "stopped, or its machine was): what was planned before is not executed; the robot holds until it is "
            + "answered anew");
    }
}
