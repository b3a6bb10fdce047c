using System.Runtime;
using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.RobotClient.LeRobot.Queue;
using PolicyGate.RobotClient.LeRobot.Server;
using PolicyGate.RobotClient.Measurement;
using PolicyGate.RobotClient.Robots;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>One run of a robot that is connected: its parts, put together and taken apart.</summary>
internal sealed class LeRobotRun : IDisposable
{
    private const double NanosecondsPerMillisecond = 1e6;

    private readonly RunFault _fault;
    private readonly RunClock _clock;
    private readonly NoticeBoard _notices;
    private readonly ActionQueue _queue;
    private readonly ObservationMailbox _mailbox;
    private readonly ObservationCapture _capture;
    private readonly RefusalTally _refusals;
    private readonly ChunkIntake _intake;
    private readonly ObservationSender _sender;
    private readonly ServerLink _link;
    private readonly CommandLimits _limits;
    private readonly EpisodeOrigin _origin;
    private readonly IRobot _robot;
    private readonly LeRobotClientOptions _options;
    private readonly ILeRobotRecorder? _recorder;

    /// <exception cref="RobotException">The robot does not fit its limits.</exception>
    public LeRobotRun(
        IRobot robot, LeRobotClientOptions options, NoticeBoard notices, RunFault fault, ILeRobotRecorder? recorder,
        TimeProvider time)
    {
        (_robot, _options, _recorder) = (robot, options, recorder);
        (_notices, _fault) = (notices, fault);
        RobotFeatures features = robot.Features;
        if (FeatureRules.Check(features) is { } unusable)
            throw new RobotException($"the robot has {unusable}");
        _clock = new RunClock(time);
        _limits = new CommandLimits(robot, options.Limits.For(features), options.Period, _notices);
        int width = features.Actions.Count;
        _queue = new ActionQueue(options, width);
        _mailbox = new ObservationMailbox(features, options);
        _origin = new EpisodeOrigin(features.Joints.Count);
        _capture = new ObservationCapture(
            robot, _queue, _mailbox, _origin, _clock, new WallClock(_clock, _notices), _notices);
        _refusals = new RefusalTally(_notices);
        _intake = new ChunkIntake(_queue, width, _refusals, _clock, recorder);
        ReadOnlyMemory<byte> instructions = PolicyInstructions.Write(options, features);
        var episodes = new EpisodeRecorder(recorder, features, instructions);
        _sender = new ObservationSender(options, _queue, _mailbox, _refusals, _clock, episodes);
        var receiver = new ActionReceiver(options, _queue, _intake, _refusals, _clock);
        _link = new ServerLink(options, instructions, _sender, receiver, _queue, _clock, _notices, _fault);
    }

    /// <summary>Of a run that is over, whatever ended it; null before.</summary>
    public LeRobotClientReport? Report { get; private set; }

    /// <summary>Drives on this thread until the end.</summary>
    public void Drive(CancellationToken stop)
    {
        GCLatencyMode before = GCSettings.LatencyMode;
        // Full collections beside the robot's clock, not in front of it.
        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        using LinuxSleep? exact =
            LinuxClock.IsKnown && _clock.Time == TimeProvider.System ? new LinuxSleep() : null;
        var pace = new ControlPace(_clock, exact ?? (ISleep)new CoarseSleep(_clock), _options.Period);
        var gaps = new GapWatch(_queue, Cause, _notices);
        ControlLoop? loop = null;
        try
        {
            _link.Start();
            using var silence = new SilenceWatch(_options, _link.Calls, () => _link.IsThere, _clock, _notices);
            using IObserving observing = _robot.ObservesWhileActing
                ? new ObservingAside(_capture, _fault)
                : new ObservingInline(_capture);
            loop = new ControlLoop(Parts(observing, pace, gaps));
            loop.Run(stop);
        }
        finally
        {
            _link.Dispose();
            GCSettings.LatencyMode = before;
            if (loop is not null)
                Report = ReportOf(loop, pace, gaps);
        }
        // What failed in the last period.
        _fault.Throw();
    }

    public void Dispose() => _mailbox.Dispose();

    private ControlParts Parts(IObserving observing, ControlPace pace, GapWatch gaps) => new()
    {
        Options = _options,
        Robot = _robot,
        Queue = _queue,
        Limits = _limits,
        Origin = _origin,
        Observing = observing,
        Pace = pace,
        Gaps = gaps,
        Clock = _clock,
        Notices = _notices,
        Fault = _fault,
        Recorder = _recorder,
    };

    /// <summary>Why no actions come; null where nothing is known but that.</summary>
    private string? Cause() => _link.IsThere ? _refusals.Last : "the policy server is lost";

    private LeRobotClientReport ReportOf(ControlLoop loop, ControlPace pace, GapWatch gaps) => new()
    {
        Seconds = loop.Seconds,
        Periods = pace.Periods,
        Executed = loop.Executed,
        Observations = _sender.Sent,
        PassedOver = _mailbox.PassedOver,
        Chunks = _intake.Chunks,
        Refused = _refusals.Counts,
        Dropped = _queue.Dropped,
        Gaps = gaps.Gaps,
        GapSeconds = RunClock.Seconds(gaps.Nanoseconds),
        LongestGapSeconds = RunClock.Seconds(gaps.Longest),
        Reconnects = _link.Reconnects,
        Limited = _limits.Counts,
        JitterMilliseconds = Distribution.Of(pace.Lateness, NanosecondsPerMillisecond),
        PeriodErrorMilliseconds = Distribution.Of(pace.Errors, NanosecondsPerMillisecond),
        Overruns = pace.Overruns,
        AnswerMilliseconds = Distribution.Of(_intake.AnswerTimes, NanosecondsPerMillisecond),
        ObserveMilliseconds = Distribution.Of(_capture.Times, NanosecondsPerMillisecond),
        ActMilliseconds = Distribution.Of(loop.ActTimes, NanosecondsPerMillisecond),
        QueueSizes = loop.Trace.Sizes,
        QueueSeconds = loop.Trace.Seconds,
        IsQueueCut = loop.Trace.IsFull,
        LongestChunk = _queue.Longest,
        NotFinite = _capture.NotFinite,
    };
}
