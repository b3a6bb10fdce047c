using PolicyGate.RobotClient;
using PolicyGate.RobotClient.Robots;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.Robots;

/// <summary>A robot's process that does what it should not: what whoever runs it is told.</summary>
public sealed class ProcessRobotFailureTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.2);

    [Theory]
    [InlineData("exit 3", "it ended by itself, with exit code 3")]
    [InlineData("echo 'no arm at /dev/ttyACM0' >&2; exit 1",
        "it ended by itself, with exit code 1; its last lines: no arm at /dev/ttyACM0")]
    [InlineData("kill -SEGV $$", "exit code 139 (128 + signal 11")]
    [InlineData("exec >&-; exec sleep 600", "it closed its standard output, and runs on")]
    [InlineData("answer '\"error\":\"motor 4 is hot\"'", "connect: motor 4 is hot")]
    [InlineData("echo '{\"error\":\"no config\"}'", "no config")]
    [InlineData("echo 'Calibrating arm'", "'Calibrating arm' on its standard output is no answer: that stream is for")]
    [InlineData("printf '\\033[2J\\n'", "'?[2J' on its standard output is no answer")]
    [InlineData("head -c 70000 /dev/zero", "a line is longer than 65536 bytes")]
    [InlineData("echo '[1]'", "'[1]' on its standard output is no answer")]
    [InlineData("echo '{\"id\":1'", "is no answer")]
    [InlineData("echo '{}'", "has no id")]
    [InlineData("echo '{\"id\":\"1\"}'", "id is no whole number")]
    [InlineData("echo '{\"id\":7}'", "a request 7, which it was not asked")]
    [InlineData("answer", "has no joints")]
    [InlineData("answer '\"joints\":[],\"joints\":[]'", "is no answer")]
    [InlineData("answer '\"joints\":[]'", "0 joints: expected 1 to 256")]
    [InlineData("answer '\"joints\":[1]'", "joints is no text")]
    [InlineData("answer '\"joints\":[\"a\",\"a\"]'", "'a' is there twice")]
    [InlineData("answer '\"joints\":[\"a\"],\"cameras\":{\"a\":[1,1]}'", "'a' is there twice")]
    [InlineData("answer '\"joints\":[\"a\"],\"cameras\":{\"task\":[1,1]}'", "is named task")]
    [InlineData("answer '\"joints\":[\"a\"],\"cameras\":{\"c\":[0,1]}'", "camera c is 0x1")]
    [InlineData("answer '\"joints\":[\"a\"],\"cameras\":{\"c\":[1]}'", "camera 'c' has no size")]
    [InlineData("answer '\"joints\":[\"a\"],\"cameras\":{\"c\":[\"1\",\"1\"]}'", "camera 'c' has no size")]
    [InlineData("answer '\"joints\":[\"a\"],\"cameras\":{\"c\":[null,null]}'", "camera 'c' has no size")]
    [InlineData("answer '\"joints\":[\"a\"],\"cameras\":{\"c\":[1.5,1]}'", "camera 'c' has no size")]
    [InlineData("answer '\"joints\":[\"a\"],\"cameras\":{\"\\udcff\":[1,1]}'", "it has text that is no Unicode")]
    [InlineData("answer '\"joints\":[\"a\"],\"cameras\":[]'", "cameras is no object")]
    [InlineData("answer '\"joints\":[\"\\udcff\"]'", "it has text that is no Unicode")]
    [InlineData("answer '\"\\udcff\":1'", "it has text that is no Unicode")]
    [InlineData("answer '\"error\":\"no \\udcff\"'", "it has text that is no Unicode")]
    [InlineData("printf '{\"id\":1,\"error\":\"\\xff\"}\\n'", "it has text that is no Unicode")]
    [InlineData("printf '{\"\\xff\":1}\\n'", "it has text that is no Unicode")]
    [InlineData("answer '\"joints\":[\"a\"],\"position\":[1,2]'", "has 2 positions, there are 1 joints")]
    [InlineData("answer '\"joints\":[\"a\"],\"reset\":true'", "has reset, which belongs into another")]
    public void When_it_is_connected(string connect, string expected)
    {
        var robot = new ProcessRobot(new BashRobot { Connect = connect }.Options() with
        {
            EndTimeout = Short,
        });

        string message = Should.Throw<RobotException>(() => robot.Connect(CancellationToken.None)).Message;
        message.ShouldStartWith("the robot's process 'bash -c ");
        message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("answer '\"position\":[1]'", "has 1 positions, there are 2 joints")]
    [InlineData("answer", "has 0 positions, there are 2 joints")]
    [InlineData("answer '\"position\":[1,NaN]'", "no joint is at NaN or Infinity, and JSON has neither")]
    [InlineData("answer '\"position\":[1,1e999]'", "position[1] is no finite number")]
    [InlineData("answer '\"position\":[1,null]'", "position[1] is no finite number")]
    [InlineData("answer '\"position\":3'", "position is no list of numbers")]
    [InlineData("answer '\"postion\":[1,2]'", "it has a field 'postion'; known are id, error, joints")]
    [InlineData("answer '\"position\":[1,2],\"over\":1'", "over is neither true nor false")]
    [InlineData("answer '\"file\":\"0.arrow\"'", "has a file, though it told of no cameras")]
    [InlineData("answer '\"joints\":[\"a\"]'", "has joints, which belongs into another")]
    [InlineData("answer '\"position\":[1,2]'; answer '\"position\":[1,2]'; read -r", "or has answered before")]
    [InlineData("exit", "it ended by itself, with exit code 0")]
    public void When_it_is_observed(string observe, string expected)
    {
        using var robot = new Connected(new BashRobot { Observe = observe });

        robot.Fails(expected, r =>
        {
            r.Observe(new RobotObservation(r.Features));
            r.Observe(new RobotObservation(r.Features));
        });
    }

    [Theory]
    [InlineData("answer '\"error\":\"the brake is on\"'", "act: the brake is on")]
    [InlineData("answer '\"position\":[1]'", "its answer to act has 1 positions, there are 2 joints")]
    [InlineData("answer", "its answer to act has no position, though that to connect had one")]
    [InlineData("answer '\"file\":\"0.arrow\"'", "its answer to act has file, which belongs into another")]
    [InlineData("kill -KILL $$", "exit code 137 (128 + signal 9")]
    public void When_it_is_commanded_the_next_call_fails(string act, string expected)
    {
        using var robot = new Connected(new BashRobot
        {
            Connect = """answer '"joints":["a.pos","b.pos"],"position":[0,0]'""",
            Act = act,
        });

        robot.Fails(expected, r =>
        {
            r.Act([1, 2]);
            // It answers in order: what is wrong with the command comes first.
            r.Observe(new RobotObservation(r.Features));
        });
        robot.Fails(expected, r => r.Act([1, 2]));
        robot.Fails(expected, r => r.ReadPosition(new double[2]));
    }

    [Fact]
    public void A_failed_command_that_nobody_has_been_told_is_said_in_the_end()
    {
        var said = new List<string>();
        using (var robot = new Connected(new BashRobot { Act = "answer '\"error\":\"the brake is on\"'" }, said))
            robot.Robot.Act([1, 2]);

        said.ShouldHaveSingleItem().ShouldContain("act: the brake is on");
    }

    [Fact]
    public void Silence_has_an_end()
    {
        using var observed = new Connected(
            new BashRobot { Observe = ":" }, options: o => o with { ObserveTimeout = Short });
        observed.Fails(
            "it did not answer observe within 0.2 s", r => r.Observe(new RobotObservation(r.Features)));
        Should.Throw<RobotException>(() => new ProcessRobot(new BashRobot { Connect = ":" }.Options() with
        {
            ConnectTimeout = Short,
        }).Connect(CancellationToken.None)).Message.ShouldContain("it did not answer connect within 0.2 s");
    }

    [Fact]
    public void A_command_that_is_never_confirmed_is_a_failure()
    {
        var time = new ManualTime();
        using var robot = new Connected(
            new BashRobot { Act = ":" }, options: o => o with { ActTimeout = TimeSpan.FromSeconds(1) }, time: time);
        robot.Robot.Act([1, 2]);
        time.Advance(TimeSpan.FromSeconds(0.9));
        robot.Robot.Act([1, 2]);
        time.Advance(TimeSpan.FromSeconds(0.2));

        robot.Fails("it did not confirm a command within 1 s", r => r.Act([1, 2]));
    }

    [Fact]
    public void A_command_that_is_never_confirmed_is_found_without_another()
    {
        var time = new ManualTime();
        using var robot = new Connected(
            new BashRobot { Act = ":" }, options: o => o with { ActTimeout = TimeSpan.FromSeconds(1) }, time: time);
        robot.Robot.Act([1, 2]);
        time.Advance(TimeSpan.FromSeconds(1.2));

        Eventually.Holds(() => HasFailed(robot.Robot), () => "never failed");
        robot.Fails("it did not confirm a command within 1 s", r => r.ReadPosition(new double[2]));
    }

    [Fact]
    public void A_program_that_is_not_there_is_named()
    {
        var robot = new ProcessRobot(new ProcessRobotOptions { Command = ["no-such-robot", "--port", "1"] });

        Should.Throw<RobotException>(() => robot.Connect(CancellationToken.None)).Message
            .ShouldStartWith("the robot's process 'no-such-robot --port 1' cannot be started: ");
    }

    private static bool HasFailed(ProcessRobot robot)
    {
        try
        {
            robot.ReadPosition(new double[2]);
            return false;
        }
        catch (RobotException)
        {
            return true;
        }
    }

    private sealed class Connected : IDisposable
    {
        public Connected(
            BashRobot child, List<string>? said = null, Func<ProcessRobotOptions, ProcessRobotOptions>? options = null,
            TimeProvider? time = null)
        {
            ProcessRobotOptions usual = child.Options(said is null ? null : said.Add);
            Robot = new ProcessRobot(options?.Invoke(usual) ?? usual, time);
            Robot.Connect(CancellationToken.None);
        }

        public ProcessRobot Robot { get; }

        public void Fails(string expected, Action<ProcessRobot> call) =>
            Should.Throw<RobotException>(() => call(Robot)).Message.ShouldContain(expected);

        public void Dispose() => Robot.Disconnect();
    }
}
