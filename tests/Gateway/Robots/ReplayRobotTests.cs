using PolicyGate.Gateway.Robots;
using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Gateway.Robots;

/// <summary>A robot that shows what another one saw.</summary>
public sealed class ReplayRobotTests : IDisposable
{
    private readonly RecordedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void It_shows_what_was_recorded_in_order_and_is_over_then()
    {
        _run.Record(recorder =>
        {
            for (int episode = 0; episode < 2; episode++)
            {
                recorder.Began(RobotMessages.Features, RobotMessages.Instructions("pick"));
                for (long timestep = 0; timestep < 2; timestep++)
                {
                    long shown = (10 * episode) + timestep;
                    recorder.Sent(timestep, RobotMessages.TimestampOf(shown), RobotMessages.Observation(shown));
                    recorder.Answered(
                        timestep, RobotMessages.TimestampOf(shown), RobotMessages.Actions(shown), refused: null);
                }
            }
        });
        var robot = new ReplayRobot(_run.Folder, new());
        robot.Connect(CancellationToken.None);
        robot.Features.Joints.ShouldBe(["pan.pos", "lift.pos"]);
        robot.Features.Actions.ShouldBe(["pan.pos", "lift.pos"]);
        robot.Features.Cameras.ShouldBe([new RobotCamera("front", 2, 3)]);
        var observation = new RobotObservation(robot.Features);
        foreach ((long shown, bool begins) in new[] { (0L, true), (1, false), (10, true), (11, false) })
        {
            robot.Observe(observation);
            observation.Joints.ToArray().ShouldBe([shown, -shown]);
            observation.Picture(0).ToArray().ShouldBe(RobotMessages.Picture(shown));
            (observation.Reset, observation.Over).ShouldBe((begins, false));
            // Nothing was said: it stands.
            robot.Observe(observation);
            observation.Joints.ToArray().ShouldBe([shown, -shown]);
            (observation.Reset, observation.Over).ShouldBe((false, false));
            robot.Act([1, 2]);
        }
        robot.Observe(observation);
        observation.Over.ShouldBeTrue();
        robot.Disconnect();
    }

    [Fact]
    public void Where_a_limit_holds_it_back_it_is_over_too()
    {
        _run.Record(recorder =>
        {
            recorder.Began(RobotMessages.Features, RobotMessages.Instructions("pick"));
            recorder.Sent(0, RobotMessages.TimestampOf(0), RobotMessages.Observation(0));
            recorder.Answered(0, RobotMessages.TimestampOf(0), RobotMessages.Actions(0), refused: null);
        });
        var robot = new ReplayRobot(_run.Folder, new());
        robot.Connect(CancellationToken.None);
        var observation = new RobotObservation(robot.Features);
        for (int i = 0; i < 300; i++)
        {
            robot.Observe(observation);
            observation.Over.ShouldBeFalse();
        }
        robot.Observe(observation);
        observation.Over.ShouldBeTrue();
        robot.Disconnect();
    }

    [Fact]
    public void Where_nothing_was_seen_it_says_so()
    {
        _run.Record(recorder =>
        {
            recorder.Began(RobotMessages.Features, RobotMessages.Instructions("pick"));
            recorder.Answered(0, RobotMessages.TimestampOf(0), RobotMessages.Actions(0), refused: null);
        });
        Should.Throw<RobotException>(() => new ReplayRobot(_run.Folder, new()).Connect(CancellationToken.None))
            .Message.ShouldContain("has no observation of a LeRobot robot");
        Should.Throw<RobotException>(() => new ReplayRobot("/none", new()).Connect(CancellationToken.None))
            .Message.ShouldBe("there is no folder /none");
    }
}
