using System.Diagnostics.CodeAnalysis;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot;

/// <summary>A whole run against a server in this process; what a real one does is in Functional/RobotClient.</summary>
public sealed class LeRobotClientTests
{
    [Fact]
    public async Task A_robot_is_driven_and_everything_is_counted()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        server.Answer = seen => Chunks.Of(seen.Timestep, seen.Timestamp, 10, 1, 2).Pickle();
        var robot = new TestRobot(2, new RobotCamera("front", 4, 6));
        using var run = new DrivenRun(robot, server.Address);
        run.Until(() => robot.Commands >= 25);
        LeRobotClientReport report = await run.Stop();
        server.Calls.Take(2).ShouldBe(["Ready", "SendPolicyInstructions"]);
        robot.WasDisconnected.ShouldBeTrue();
        report.Executed.ShouldBe(robot.Commands);
        report.QueueSizes.Count.ShouldBe(robot.Commands);
        report.QueueSeconds.Count.ShouldBe(robot.Commands);
        report.Chunks.ShouldBeGreaterThanOrEqualTo(3);
        // One may have been under way when it was told to stop.
        server.Observations.Count.ShouldBeInRange((int)report.Observations - 1, (int)report.Observations);
        (report.Observations + report.PassedOver).ShouldBeLessThanOrEqualTo(robot.Observations);
        report.LongestChunk.ShouldBe(10);
        report.Refused.ShouldBeEmpty();
        report.Reconnects.ShouldBe(0);
        report.Periods.ShouldBeGreaterThanOrEqualTo(report.Executed);
        report.AnswerMilliseconds.Max.ShouldBeGreaterThan(0);
        report.Seconds.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_server_is_asked_for_what_the_robot_is()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        var robot = new TestRobot(2, new RobotCamera("front", 4, 6));
        using var run = new DrivenRun(
            robot, server.Address, options => options with { Task = "pick", PolicyDevice = "mps" });
        run.Until(() => robot.Commands > 0);
        await run.Stop();
        RemotePolicyConfigReader.Read(
            server.Instructions, new PickleLimits(1 << 20, 1 << 16, 64, 1 << 16), out RemotePolicyConfig? asked)
            .ShouldBeNull();
        (asked!.PolicyType, asked.PretrainedNameOrPath, asked.Device, asked.ActionsPerChunk)
            .ShouldBe(("act", "reach", "mps", 10));
        asked.RenameMap.ShouldBeEmpty();
        asked.Features.Select(feature => (feature.Name, feature.DataType, string.Join('x', feature.Shape)))
            .ShouldBe([("observation.state", "float32", "2"), ("observation.images.front", "image", "4x6x3")]);
        asked.Features[0].Names.ShouldBe(robot.Features.Joints);
        asked.Features[1].Names.ShouldBe(["height", "width", "channels"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_task_that_begins_anew_begins_anew_for_the_server_too(bool aside)
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        var robot = new TestRobot { ObservesWhileActing = aside };
        bool reset = false;
        robot.Observing = seen => seen.Reset = Interlocked.Exchange(ref reset, false);
        using var run = new DrivenRun(robot, server.Address);
        run.Until(() => robot.Commands >= 15);
        int before = server.Observations.Count;
        Interlocked.Exchange(ref reset, true);
        run.Until(() => server.Count("Ready") == 2);
        int commands = robot.Commands;
        run.Until(() => robot.Commands > commands + 10);
        LeRobotClientReport report = await run.Stop();
        server.Count("SendPolicyInstructions").ShouldBe(1);
        report.Reconnects.ShouldBe(0);
        robot.Episodes.ShouldBe(2);
        server.Observations.Skip(before).ShouldContain(seen => seen.Timestep == 0 && seen.MustGo);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_robot_that_has_nothing_left_to_do_ends_the_run(bool aside)
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        var robot = new TestRobot { ObservesWhileActing = aside };
        robot.Observing = seen => seen.Over = robot.Observations >= 5;
        using var run = new DrivenRun(robot, server.Address);
        LeRobotClientReport report = await run.End();
        report.Observations.ShouldBeLessThan(5);
        robot.WasDisconnected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_ends_after_its_time()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        using var run = new DrivenRun(
            new TestRobot(), server.Address, options => options with { Duration = TimeSpan.FromMilliseconds(200) });
        (await run.End()).Seconds.ShouldBeGreaterThanOrEqualTo(0.2);
    }

    [Fact]
    public async Task Where_the_robot_cannot_tell_where_it_is_it_holds_until_it_can()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        var robot = new TestRobot();
        bool isLost = false;
        robot.Observing = seen => seen.Joints[1] = isLost ? double.NaN : 0;
        using var run = new DrivenRun(robot, server.Address);
        run.Until(() => robot.Commands >= 10);
        isLost = true;
        run.Heard.Tells("the robot tells NaN for joint_1.pos");
        int commands = robot.Commands;
        int observations = robot.Observations;
        run.Until(() => robot.Observations >= observations + 10);
        robot.Commands.ShouldBe(commands);
        isLost = false;
        run.Until(() => robot.Commands >= commands + 10);
        run.Heard.Tells("goes on");
        LeRobotClientReport report = await run.Stop();
        report.NotFinite.ShouldBeGreaterThanOrEqualTo(10);
        report.Gaps.ShouldBeGreaterThanOrEqualTo(1);
        report.GapSeconds.ShouldBeGreaterThanOrEqualTo(report.LongestGapSeconds);
    }

    [Theory]
    [InlineData("connected")]
    [InlineData("observed")]
    [InlineData("observed aside")]
    [InlineData("commanded")]
    public async Task Whatever_a_robot_throws_ends_the_run_and_says_what_failed(string when)
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        var robot = new FailingRobot(when, new TestRobot { ObservesWhileActing = when == "observed aside" });
        using var run = new DrivenRun(robot, server.Address);
        RobotException failure = await Should.ThrowAsync<RobotException>(run.End());
        failure.Message.ShouldBe($"the robot cannot be {when.Split(' ')[0]}: TimeoutException: the bus is silent");
        robot.WasDisconnected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_that_fails_keeps_its_figures()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        var robot = new TestRobot();
        robot.Acting = () =>
        {
            if (robot.Commands == 5)
                throw new TimeoutException("the bus is silent");
        };
        using var run = new DrivenRun(robot, server.Address);
        await Should.ThrowAsync<RobotException>(run.End());
        LeRobotClientReport report = run.Report.ShouldNotBeNull();
        (report.Executed, report.QueueSizes.Count).ShouldBe((5, 6));
        report.Seconds.ShouldBeGreaterThan(0);
        report.Chunks.ShouldBePositive();
    }

    [Fact]
    public async Task A_robot_that_cannot_be_let_go_of_takes_no_figures_with_it()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        var robot = new TestRobot();
        using var run = new DrivenRun(new FailingRobot("disconnected", robot), server.Address);
        run.Until(() => robot.Commands >= 5);
        RobotException failure = await Should.ThrowAsync<RobotException>(run.Stop());
        failure.Message.ShouldStartWith("the robot cannot be disconnected");
        run.Report.ShouldNotBeNull().Executed.ShouldBe(robot.Commands);
    }

    [Fact]
    public async Task Whoever_reads_notices_and_stands_still_keeps_no_robot()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        using var reads = new ManualResetEventSlim();
        var robot = new TestRobot();
        using var run = new DrivenRun(robot, server.Address, hear: _ => reads.Wait());
        // That the server is there was told before.
        run.Until(() => robot.Commands > 0);
        await run.Stop();
        robot.WasDisconnected.ShouldBeTrue();
        reads.Set();
    }

    [Fact]
    public async Task What_fails_in_the_last_period_ends_the_run_too()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        var fault = new RunFault();
        var robot = new TestRobot
        {
            Observing = seen =>
            {
                fault.Set(new TimeoutException("another thread's"));
                seen.Over = true;
            },
        };
        var options = new LeRobotClientOptions
        {
            ServerAddress = server.Address,
            PolicyType = "act",
            PretrainedNameOrPath = "reach",
            ActionsPerChunk = 10,
        };
        using var board = new NoticeBoard(null, fault);
        using var run = new LeRobotRun(robot, options, board, fault, recorder: null, TimeProvider.System);
        Should.Throw<TimeoutException>(() => run.Drive(CancellationToken.None));
        run.Report.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_observation_that_takes_long_delays_no_command()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        server.Answer = seen => TestLeRobotServer.Zeros(seen, 2, rows: 2000);
        using var slow = new ManualResetEventSlim(initialState: true);
        var robot = new TestRobot { ObservesWhileActing = true };
        robot.Observing = _ => slow.Wait();
        using var run = new DrivenRun(
            robot, server.Address, options => options with { ActionsPerChunk = 2000, ChunkSizeThreshold = 1 });
        run.Until(() => robot.Commands >= 1);
        slow.Reset();
        // One is asked for in each period, and from now on none is made.
        int commands = robot.Commands;
        run.Until(() => robot.Commands >= commands + 20);
        slow.Set();
        await run.Stop();
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed with the run.")]
    public async Task A_robot_that_is_told_to_stop_while_it_connects_reports_nothing()
    {
        using var run = new DrivenRun(new UnreachableRobot(), "127.0.0.1:1");
        LeRobotClientReport report = await run.Stop();
        report.Periods.ShouldBe(0);
        report.Executed.ShouldBe(0);
    }

    [Fact]
    public async Task All_of_it_is_recorded_in_order()
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        server.Answer = seen => Chunks.Of(seen.Timestep, seen.Timestamp, 10, 1, 2).Pickle();
        var robot = new TestRobot();
        var recorder = new KeptRecording();
        using var run = new DrivenRun(
            robot, server.Address, options => options with { Aggregate = ActionAggregates.LatestOnly }, recorder);
        run.Until(() => robot.Commands >= 12);
        LeRobotClientReport report = await run.Stop();
        recorder.Instructions.ShouldBe(server.Instructions);
        recorder.Entries[0].ShouldBe("began");
        recorder.Entries[1].ShouldStartWith("sent 0");
        recorder.Entries.Count(entry => entry.StartsWith("sent", StringComparison.Ordinal))
            .ShouldBe((int)report.Observations);
        recorder.Entries.ShouldContain("answered 0 ");
        recorder.Entries.Where(entry => entry.StartsWith("acted", StringComparison.Ordinal)).Take(3)
            .ShouldBe(["acted 0 1>1", "acted 1 1.01>1.01", "acted 2 1.02>1.02"]);
    }

    [Theory]
    [InlineData("Fps")]
    [InlineData("Fps of no end")]
    [InlineData("answer age")]
    [InlineData("server timeout")]
    [InlineData("load timeout")]
    [InlineData("delay")]
    [InlineData("duration")]
    [InlineData("actions per chunk")]
    [InlineData("address")]
    public void An_option_that_makes_no_sense_is_refused_before_the_robot_is_touched(string what)
    {
        var good = new LeRobotClientOptions
        {
            PolicyType = "act",
            PretrainedNameOrPath = "reach",
            ActionsPerChunk = 10,
        };
        LeRobotClientOptions bad = what switch
        {
            "Fps" => good with { Fps = 0 },
            "Fps of no end" => good with { Fps = double.Epsilon },
            "answer age" => good with { MaximumAnswerAge = TimeSpan.MaxValue },
            "server timeout" => good with { ServerTimeout = TimeSpan.MaxValue },
            "load timeout" => good with { LoadTimeout = TimeSpan.MaxValue },
            "delay" => good with { ReconnectDelay = TimeSpan.MaxValue },
            "duration" => good with { Duration = TimeSpan.MaxValue },
            "address" => good with { ServerAddress = "no port/" },
            _ => good with { ActionsPerChunk = 0 },
        };
        var robot = new TestRobot();
        Should.Throw<ArgumentException>(() => new LeRobotClient(robot, bad).Run(CancellationToken.None));
        robot.IsConnected.ShouldBeFalse();
    }
}
