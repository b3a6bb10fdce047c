using PolicyGate.Formats.Grpc;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Server;

/// <summary>A server that is not there, goes, hangs or refuses: the robot holds, says so once, and goes on.</summary>
public sealed class LostServerTests
{
    [Fact]
    public async Task A_server_that_comes_later_is_waited_for()
    {
        int port = FreePort.Take();
        var robot = new TestRobot();
        using var run = new DrivenRun(robot, $"127.0.0.1:{port}");
        run.Heard.Tells("cannot be used yet");
        run.Until(() => robot.Observations >= 10);
        robot.Commands.ShouldBe(0);
        await using TestLeRobotServer server = await TestLeRobotServer.Start(port);
        run.Until(() => robot.Commands >= 10);
        LeRobotClientReport report = await run.Stop();
        report.Reconnects.ShouldBe(0);
        run.Heard.Count("cannot be used yet").ShouldBe(1);
        server.Observations.First().MustGo.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_is_restarted_is_connected_to_anew_and_told_of_once_each_way()
    {
        var robot = new TestRobot();
        TestLeRobotServer first = await TestLeRobotServer.Start(FreePort.Take());
        using var run = new DrivenRun(robot, first.Address);
        run.Until(() => robot.Commands >= 15);
        int port = first.EndPoint.Port;
        await first.DisposeAsync();
        run.Heard.Tells("is lost");
        run.Heard.Tells("holding: no actions");
        int commands = robot.Commands;
        await using TestLeRobotServer second = await TestLeRobotServer.Start(port);
        run.Until(() => robot.Commands >= commands + 15);
        run.Heard.Tells("is back after");
        run.Heard.Tells("moving again");
        LeRobotClientReport report = await run.Stop();
        report.Reconnects.ShouldBe(1);
        report.Gaps.ShouldBeGreaterThanOrEqualTo(1);
        run.Heard.Count("is lost (").ShouldBe(1);
        second.Calls.Take(2).ShouldBe(["Ready", "SendPolicyInstructions"]);
        second.Observations.ShouldContain(seen => seen.MustGo);
    }

    [Fact]
    public async Task A_server_that_hangs_for_a_while_is_told_of_and_kept()
    {
        var robot = new TestRobot();
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        using var run = new DrivenRun(robot, server.Address);
        run.Until(() => robot.Commands >= 15);
        server.FallSilent();
        run.Heard.Tells("has not answered for");
        int commands = robot.Commands;
        server.Speak();
        run.Heard.Tells("answers again");
        run.Until(() => robot.Commands >= commands + 15);
        LeRobotClientReport report = await run.Stop();
        report.Reconnects.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_hangs_for_too_long_is_given_up()
    {
        var robot = new TestRobot();
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        using var run = new DrivenRun(
            robot, server.Address, options => options with { ServerTimeout = TimeSpan.FromMilliseconds(500) });
        run.Until(() => robot.Commands >= 15);
        server.FallSilent();
        run.Heard.Tells("is lost (");
        server.Speak();
        run.Heard.Tells("is back after");
        (await run.Stop()).Reconnects.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_server_that_has_not_what_the_robot_asks_for_ends_the_run_with_its_own_words()
    {
        var robot = new TestRobot();
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        server.Failure = method => method == "SendPolicyInstructions"
            ? new GrpcStatus(GrpcStatusCode.NotFound, "there is no policy 'reach'; known are pick, größer")
            : null;
        using var run = new DrivenRun(robot, server.Address);
        RobotException refused = await Should.ThrowAsync<RobotException>(run.End());
        refused.Message.ShouldContain("NotFound: there is no policy 'reach'; known are pick, größer");
        robot.Commands.ShouldBe(0);
        robot.WasDisconnected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_refuses_once_the_robot_was_served_is_asked_again()
    {
        var robot = new TestRobot();
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        using var run = new DrivenRun(robot, server.Address);
        run.Until(() => robot.Commands >= 5);
        server.Failure = method => method switch
        {
            "SendPolicyInstructions" => new GrpcStatus(GrpcStatusCode.NotFound, "it is being swapped"),
            _ => new GrpcStatus(GrpcStatusCode.Unavailable, "stopping"),
        };
        run.Heard.Tells("Unavailable: stopping");
        server.Failure = method => method == "SendPolicyInstructions"
            ? new GrpcStatus(GrpcStatusCode.NotFound, "it is being swapped")
            : null;
        run.Heard.Tells("it is being swapped");
        server.Failure = _ => null;
        run.Heard.Tells("is back after");
        (await run.Stop()).Reconnects.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_takes_the_robot_in_and_fails_at_everything_else_is_told_of_once_and_in_short()
    {
        var robot = new TestRobot();
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        using var run = new DrivenRun(
            robot, server.Address, options => options with { ReconnectDelay = TimeSpan.FromMilliseconds(1) });
        run.Until(() => robot.Commands >= 5);
        server.Failure = method => method is "SendObservations" or "GetActions"
            ? new GrpcStatus(GrpcStatusCode.Unavailable, new string('x', 5000))
            : null;
        int before = server.Count("SendPolicyInstructions");
        run.Until(() => server.Count("SendPolicyInstructions") >= before + 5);
        run.Heard.Tells("is lost (");
        run.Heard.Count("is lost (").ShouldBe(1);
        run.Heard.Count("is still lost (").ShouldBe(0);
        run.Heard.Count("is back after").ShouldBe(0);
        run.Heard.All.Max(notice => notice.Message.Length).ShouldBeLessThan(1500);
        server.Failure = _ => null;
        run.Heard.Tells("is back after");
        await run.Stop();
        run.Heard.Count("is back after").ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_fails_at_one_answer_is_kept_and_asked_again()
    {
        var robot = new TestRobot();
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        int failures = 0;
        server.Failure = method => method == "GetActions" && robot.Commands >= 10 && failures++ < 3
            ? new GrpcStatus(GrpcStatusCode.Internal, "the policy threw")
            : null;
        using var run = new DrivenRun(robot, server.Address);
        run.Until(() => robot.Commands >= 40);
        LeRobotClientReport report = await run.Stop();
        report.Reconnects.ShouldBe(0);
        report.Refused["server error"].ShouldBe(3);
        run.Heard.Count("the policy threw").ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_refuses_an_observation_is_kept_and_its_words_are_told()
    {
        var robot = new TestRobot();
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        bool refuses = true;
        server.Failure = method => method == "SendObservations" && refuses
            ? new GrpcStatus(GrpcStatusCode.InvalidArgument, "camera 'wrist' is missing")
            : null;
        using var run = new DrivenRun(robot, server.Address);
        run.Heard.Tells("camera 'wrist' is missing");
        refuses = false;
        run.Until(() => robot.Commands >= 5);
        LeRobotClientReport report = await run.Stop();
        report.Reconnects.ShouldBe(0);
        report.Refused.Keys.ShouldBe(["observation refused"]);
    }

    [Fact]
    public async Task A_robot_that_stands_still_moves_on_when_a_server_has_lost_what_must_go()
    {
        var robot = new TestRobot();
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        int asked = 0;
        // As when LeRobot's server fails at an inference: no data, and nothing left in its queue.
        server.Answer = seen => ++asked is 1 or 3 or 4 ? null : TestLeRobotServer.Zeros(seen, 2, 10);
        using var run = new DrivenRun(robot, server.Address);
        run.Until(() => robot.Commands >= 30);
        await run.Stop();
        asked.ShouldBeGreaterThanOrEqualTo(6);
    }

    [Fact]
    public async Task Answers_that_were_meant_for_another_robot_move_nothing()
    {
        var robot = new TestRobot();
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        server.Answer = seen => Chunks.Of(seen.Timestep, seen.Timestamp - 5, 10, 9, 9).Pickle();
        using var run = new DrivenRun(robot, server.Address);
        run.Heard.Tells("one queue for all robots");
        run.Until(() => server.Observations.Count(seen => seen.MustGo) >= 3);
        LeRobotClientReport report = await run.Stop();
        robot.Commands.ShouldBe(0);
        report.Refused["foreign"].ShouldBeGreaterThanOrEqualTo(2);
        report.Gaps.ShouldBe(0);
    }
}
