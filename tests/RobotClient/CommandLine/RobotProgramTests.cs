using System.Globalization;
using System.Text.Json;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.CommandLine;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.CommandLine;

/// <summary>What a robot's program says and returns.</summary>
public sealed class RobotProgramTests
{
    [Fact]
    public void All_that_is_wrong_is_told_at_once_and_nothing_runs()
    {
        var run = RobotProgramRun.Of(
            RobotProgramRun.Arm(), "--policy_type=", "--chunk_size_threshold=2", "--client_device=cuda", "--fps=0,5",
            "--actions_per_chunk=0", "--server_version=0.2", "--aggregate_fn_name=newest", "--server_address=here",
            "--robot.max_relative_target=-1", "--robot.limits=/none.json", "--duration=ever");
        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        string[] expected =
        [
            "'--policy-type'", "'--pretrained-name-or-path' is required",
            "--chunk-size-threshold: expected 0 to 1, found '2'", "--client-device: expected cpu", "found 'cuda'",
            "--fps: expected 0.01 to 1000, found '0,5'",
            "--actions-per-chunk: expected 1 to 10000, found '0'", "--server-version: expected", "found '0.2'",
            "--aggregate-fn-name: expected weighted_average, latest_only, average, conservative, or a weight from 0",
            "--server-address: expected HOST:PORT", "--robot.max-relative-target: expected a number above 0",
            "--robot.limits: /none.json: cannot be read", "--duration: expected above 0", "--help",
        ];
        foreach (string part in expected)
            run.Error.ShouldContain(part);
    }

    [Fact]
    public void What_is_found_reaches_the_terminal_as_text()
    {
        var run = RobotProgramRun.Of(RobotProgramRun.Arm(), [.. RobotProgramRun.Required, "--fps=\u001b[31m"]);
        run.Error.ShouldContain("found '?[31m'");
        run.Error.ShouldNotContain('\u001b');
    }

    [Fact]
    public void A_slip_in_an_options_name_is_no_robots_command()
    {
        var run = RobotProgramRun.Of(
            ["--robot.type=process", .. RobotProgramRun.Required, "--robot.max_relative_tarket=3", "--", "true"]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(
            "unknown option '--robot.max-relative-tarket'; did you mean '--robot.max-relative-target'?");
    }

    [Fact]
    public void An_option_of_another_robot_is_refused()
    {
        var run = RobotProgramRun.Of(
            ["--robot.type=simulated", .. RobotProgramRun.Required, "--robot.command=arm", "extra"]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("--robot.command is for --robot.type=process");
        run.Error.ShouldContain("COMMAND is for --robot.type=process");
        RobotProgramRun.Of(["--robot.type=process", .. RobotProgramRun.Required]).Error
            .ShouldContain("a robot of type process: name its program");
        RobotProgramRun.Of(["--robot.type=so101", .. RobotProgramRun.Required]).Error
            .ShouldContain("--robot.type: expected one of simulated, process, found 'so101'");
    }

    [Fact]
    public void Its_help_names_every_option_and_begins_with_an_example()
    {
        var run = RobotProgramRun.Of("--help");
        run.ExitCode.ShouldBe(0);
        foreach (string option in new[] { "--server-address", "--robot.type", "--robot.limits", "--aggregate-fn-name" })
            run.Output.ShouldContain(option);
        run.Output.ShouldContain("--pretrained-name-or-path=pick --actions-per-chunk=50");
        run.Output.ShouldContain("Exit codes: 0 went well, 1 went wrong, 2");
    }

    [Fact]
    public void Without_a_server_the_robot_holds_and_that_is_no_success()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // Where a comma divides, and a robot of a user's own has not been told otherwise.
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            var run = RobotProgramRun.Of(
                RobotProgramRun.Arm(),
                [.. RobotProgramRun.Required, $"--server_address=127.0.0.1:{FreePort.Take()}", "--duration=0.25"]);
            run.ExitCode.ShouldBe(1);
            // Whether the server was tried in so short a time is another's test.
            run.Error.ShouldMatch(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z error: the robot was never commanded");
            run.Output.ShouldMatch(@"^\d+\.\d s at 30 Hz: \d+ control periods, 0 actions executed");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Limits_of_another_robot_are_refused_before_it_moves()
    {
        using var folder = new ScratchFolder("policygate-test-");
        File.WriteAllText(folder.PathOf("limits.json"), """{ "Joints": [ { "Name": "elbow", "Minimum": -1 } ] }""");
        var run = RobotProgramRun.Of(
            RobotProgramRun.Arm(), [.. RobotProgramRun.Required, $"--robot.limits={folder.PathOf("limits.json")}"]);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error: a limit of 'elbow', which this robot does not take");
    }

    [Fact]
    public void A_robot_with_a_bug_ends_the_run_with_its_trace()
    {
        var run = RobotProgramRun.Of(new BrokenRobot(), RobotProgramRun.Required);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error: the robot cannot be connected: NotSupportedException: no motors yet");
        run.Error.ShouldContain($"{nameof(BrokenRobot)}.{nameof(BrokenRobot.Connect)}(");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_terminal_that_is_gone_takes_no_file_with_it_nor_does_a_robot_that_fails(bool fails)
    {
        await using TestLeRobotServer server = await TestLeRobotServer.Start();
        using var folder = new ScratchFolder("policygate-test-");
        using var terminal = new ClosedTerminal();
        var robot = new TestRobot();
        robot.Acting = () => _ = fails && robot.Commands == 5 ? throw new TimeoutException("the bus is silent") : 0;
        robot.Observing = seen => seen.Over = robot.Commands >= 10;
        string[] args =
        [
            .. RobotProgramRun.Required, $"--server_address={server.Address}", "--max-answer-age=60",
            $"--json={folder.PathOf("report.json")}", $"--debug_visualize_queue_size={folder.PathOf("queue.svg")}",
        ];
        RobotProgram.Run(args, choice: null, _ => robot, terminal, terminal).ShouldBe(fails ? 1 : 0);
        robot.WasDisconnected.ShouldBeTrue();
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(folder.PathOf("report.json")));
        report.RootElement.GetProperty("executed").GetInt32().ShouldBe(robot.Commands);
        File.Exists(folder.PathOf("queue.svg")).ShouldBeTrue();
    }
}
