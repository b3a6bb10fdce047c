using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.RobotClient.LeRobot.Server;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.RobotClient.LeRobot.Queue;

namespace PolicyGate.Tests.RobotClient.LeRobot.Control;

/// <summary>A control loop with all that it touches, on a clock of the test's, and no server.</summary>
internal sealed class ControlBench : IDisposable
{
    private readonly ObservationMailbox _mailbox;

    public ControlBench(
        TestRobot robot, int actionsPerChunk = 10, double threshold = 0.5, RobotLimits? limits = null)
    {
        Bench = new QueueBench(robot.Features.Actions.Count, actionsPerChunk, threshold);
        LeRobotClientOptions options = Bench.Options;
        _mailbox = new ObservationMailbox(robot.Features, options);
        var origin = new EpisodeOrigin(robot.Features.Joints.Count);
        Capture = new ObservationCapture(
            robot, Bench.Queue, _mailbox, origin, Bench.Clock, new WallClock(Bench.Clock, Bench.Board), Bench.Board);
        Gaps = new GapWatch(Bench.Queue, () => Cause, Bench.Board);
        Pace = new ControlPace(Bench.Clock, new ManualSleep(Bench.Time), options.Period);
        Observing = robot.ObservesWhileActing
            ? new ObservingAside(Capture, new RunFault())
            : new ObservingInline(Capture);
        Loop = new ControlLoop(new ControlParts
        {
            Options = options,
            Robot = robot,
            Queue = Bench.Queue,
            Limits = new CommandLimits(robot, limits ?? options.Limits, options.Period, Bench.Board),
            Origin = origin,
            Observing = Observing,
            Pace = Pace,
            Gaps = Gaps,
            Clock = Bench.Clock,
            Notices = Bench.Board,
            Fault = new RunFault(),
        });
    }

    public QueueBench Bench { get; }

    public ObservationCapture Capture { get; }

    public IObserving Observing { get; }

    public GapWatch Gaps { get; }

    public ControlPace Pace { get; }

    public ControlLoop Loop { get; }

    public string? Cause { get; set; }

    /// <summary>So many periods, each begun in time.</summary>
    public void Run(int periods)
    {
        for (int i = 0; i < periods; i++)
        {
            Pace.Wait(CancellationToken.None).ShouldNotBeNull();
            Loop.Period().ShouldBeTrue();
            Pace.Advance();
        }
    }

    /// <summary>The newest observation, taken from where the network takes it.</summary>
    public ObservationFrame Newest()
    {
        Task<ObservationFrame> taken = _mailbox.TakeAsync(CancellationToken.None).AsTask();
        taken.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue("no observation waits");
        ObservationFrame frame = taken.Result;
        _mailbox.GiveBack(frame);
        return frame;
    }

    /// <summary>The network, which is always free; until cancelled.</summary>
    public async Task Drain(CancellationToken cancel)
    {
        try
        {
            while (true)
                _mailbox.GiveBack(await _mailbox.TakeAsync(cancel));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    public void Dispose()
    {
        Observing.Dispose();
        _mailbox.Dispose();
        Bench.Dispose();
    }
}
