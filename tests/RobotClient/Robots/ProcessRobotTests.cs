using System.Collections.Concurrent;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.Robots;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.Robots;

/// <summary>What a robot's process is asked, and what its answers do.</summary>
public sealed class ProcessRobotTests : IDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private ProcessRobot? _robot;

    public void Dispose() => _robot?.Disconnect();

    [Fact]
    public void It_is_asked_what_it_is()
    {
        ProcessRobot robot = Connect(new BashRobot
        {
            Connect = """
                echo "$line" >&2
                answer '"joints":["a.pos"],"actions":["a.pos","b.vel"],"cameras":{"front":[2,3],"wrist":[4,5]}'
                """,
        });

        robot.Features.Joints.ShouldBe(["a.pos"]);
        robot.Features.Actions.ShouldBe(["a.pos", "b.vel"]);
        robot.Features.Cameras.ShouldBe([new RobotCamera("front", 2, 3), new RobotCamera("wrist", 4, 5)]);
        Says("""{"id":1,"call":"connect","protocol":1,"folder":"/""");
    }

    [Fact]
    public void It_observes_and_acts()
    {
        ProcessRobot robot = Connect(new BashRobot
        {
            Observe = """answer '"position":[1,-2.5e1],"reset":true'""",
            Act = """echo "$line" >&2; answer""",
        });
        var observation = new RobotObservation(robot.Features);
        robot.Observe(observation);
        robot.EpisodeBegan();
        robot.Act([0.1f, -3e-20f]);

        observation.Joints.ToArray().ShouldBe([1, -25]);
        (observation.Reset, observation.Over).ShouldBe((true, false));
        robot.ReadPosition(new double[2]).ShouldBeFalse("it told no position when it was connected");
        Says("""{"id":3,"call":"act","observed":2,"action":[0.1,-3E-20]}""");
    }

    [Fact]
    public void An_observation_that_is_over_needs_nothing_else()
    {
        ProcessRobot robot = Connect(new BashRobot { Observe = """answer '"over":true'""" });
        var observation = new RobotObservation(robot.Features);
        robot.Observe(observation);

        observation.Over.ShouldBeTrue();
    }

    [Fact]
    public async Task A_command_is_taken_while_an_observation_is_under_way()
    {
        ProcessRobot robot = Connect(new BashRobot
        {
            Observe = "observing=$id; echo observing >&2",
            Act = """answer; id=$observing; answer '"position":[7,8]'""",
        });
        var observation = new RobotObservation(robot.Features);
        var observing = Task.Run(() => robot.Observe(observation));
        Says("observing");
        robot.Act([1, 2]);

        await observing.WaitAsync(TimeSpan.FromMinutes(1));
        observation.Joints.ToArray().ShouldBe([7, 8]);
    }

    [Fact]
    public void A_process_that_falls_behind_gets_the_newest_command_and_not_those_between()
    {
        ProcessRobot robot = Connect(ConfirmsWhenItObserves, time: new ManualTime());
        for (int i = 1; i <= 4; i++)
            robot.Act([i, i]);
        robot.Observe(new RobotObservation(robot.Features));
        Says("""acts ":[4,4]}""");

        _said.ShouldBe(["""acts ":[1,1]}""", """acts ":[4,4]}"""]);
        robot.Observe(new RobotObservation(robot.Features));
        _robot!.Disconnect();
        _said.ShouldContain("2 commands were replaced by newer ones before its process had taken them");
    }

    [Fact]
    public void A_command_that_has_waited_for_too_long_is_not_sent()
    {
        var time = new ManualTime();
        ProcessRobot robot = Connect(ConfirmsWhenItObserves, time: time);
        robot.Act([1, 1]);
        robot.Act([2, 2]);
        time.Advance(TimeSpan.FromSeconds(0.3));
        robot.Observe(new RobotObservation(robot.Features));
        robot.Act([3, 3]);
        Says("""acts ":[3,3]}""");

        _said.ShouldBe(["""acts ":[1,1]}""", """acts ":[3,3]}"""]);
        robot.Disconnect();
        _said.ShouldContain("1 commands were too old when its process was ready for them, and not sent");
    }

    [Fact]
    public void Until_the_episode_has_begun_for_who_commands_nothing_is_commanded()
    {
        ProcessRobot robot = Connect(new BashRobot
        {
            Observe = """answer '"position":[0,0],"reset":true'""",
            Act = """echo "$line" >&2; answer""",
        });
        robot.Observe(new RobotObservation(robot.Features));
        robot.Act([1, 1]);
        robot.EpisodeBegan();
        robot.Act([2, 2]);
        Says("{");

        _said.ShouldBe(["""{"id":3,"call":"act","observed":2,"action":[2,2]}"""]);
    }

    [Fact]
    public async Task The_position_is_that_of_the_newest_request_whichever_is_answered_last()
    {
        ProcessRobot robot = Connect(new BashRobot
        {
            Connect = """answer '"joints":["a.pos","b.pos"],"position":[0,0]'""",
            Observe = "observing=$id; echo observing >&2",
            Act = """answer '"position":[3,3]'; id=$observing; answer '"position":[2,2]'""",
        });
        double[] position = new double[2];
        robot.ReadPosition(position).ShouldBeTrue();
        position.ShouldBe([0, 0]);

        var observing = Task.Run(() => robot.Observe(new RobotObservation(robot.Features)));
        Says("observing");
        robot.Act([1, 2]);
        await observing.WaitAsync(TimeSpan.FromMinutes(1));

        robot.ReadPosition(position).ShouldBeTrue();
        position.ShouldBe([3, 3], "asked for after the observation was");
    }

    [Fact]
    public void What_it_says_to_people_is_passed_on_printable_and_in_bounds()
    {
        Connect(new BashRobot
        {
            Connect = $$"""
                printf 'calibrated \033[31mred\n%01500d\nthe last line has no end' 7 >&2
                for ((i = 0; i < 1000; i++)); do echo "chatter $i" >&2; done
                {{BashRobot.Joints}}
                """,
        });
        _robot!.Disconnect();

        _said.ShouldContain("calibrated ?[31mred");
        _said.ShouldAllBe(line => line.Length <= 1000);
        _said.Count.ShouldBeInRange(100, 500, "a hundred lines a second");
    }

    [Fact]
    public void It_is_told_to_let_go_and_ends_with_its_input_and_nothing_is_left()
    {
        Connect(new BashRobot
        {
            Connect = $"echo \"$folder\" >&2; {BashRobot.Joints}",
            Disconnect = "echo lets go >&2; answer",
            End = "echo ends >&2",
        });
        Says("/");
        string folder = _said.Single();
        Directory.Exists(folder).ShouldBeTrue();
        File.GetUnixFileMode(folder).ShouldBe(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _robot!.Disconnect();

        _said.ShouldBe([folder, "lets go", "ends"]);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Theory]
    // The first must end within the time after SIGTERM, the second must not.
    [InlineData("", 3, "its process did not end within 3 s of its standard input's end: it got SIGTERM")]
    [InlineData("trap '' TERM;", 0.2, "its process did not end by SIGTERM: it was killed")]
    public void One_that_does_not_end_is_ended(string trap, double patience, string expected)
    {
        // What it does with SIGTERM is settled before it answers.
        Connect(
            new BashRobot { Disconnect = $"{trap} answer", End = "exec sleep 600" },
            options => options with { EndTimeout = TimeSpan.FromSeconds(patience) });
        _robot!.Disconnect();

        _said.ShouldContain(expected);
    }

    [Fact]
    public void It_goes_on_where_nobody_reads_what_it_says()
    {
        using var terminal = new ManualResetEventSlim();
        var robot = new ProcessRobot(new BashRobot
        {
            // More than its pipe holds, 64 KiB.
            Observe = """for i in {1..300}; do printf '%0999d\n' $i >&2; done; answer '"position":[1,2]'""",
        }.Options(_ => terminal.Wait()));
        robot.Connect(CancellationToken.None);
        var observation = new RobotObservation(robot.Features);
        robot.Observe(observation);
        terminal.Set();
        robot.Disconnect();

        observation.Joints.ToArray().ShouldBe([1, 2]);
    }

    [Fact]
    public void It_goes_on_and_ends_where_the_terminal_has_gone()
    {
        var robot = new ProcessRobot(new BashRobot
        {
            Connect = $"echo \"$folder\" >&2; {BashRobot.Joints}",
        }.Options(line =>
        {
            _said.Enqueue(line);
            throw new IOException("Input/output error");
        }));
        robot.Connect(CancellationToken.None);
        Says("/");
        robot.Observe(new RobotObservation(robot.Features));
        robot.Disconnect();

        Directory.Exists(_said.ShouldHaveSingleItem()).ShouldBeFalse();
    }

    [Fact]
    public void It_can_be_connected_again()
    {
        ProcessRobot robot = Connect(new BashRobot());
        robot.Disconnect();
        robot.Connect(CancellationToken.None);
        robot.Observe(new RobotObservation(robot.Features));
    }

    [Fact]
    public void Its_start_can_be_given_up()
    {
        using var cancel = new CancellationTokenSource();
        var robot = new ProcessRobot(new BashRobot { Connect = "echo waits >&2" }.Options(line =>
        {
            _said.Enqueue(line);
            cancel.Cancel();
        }));

        Should.Throw<OperationCanceledException>(() => robot.Connect(cancel.Token));
    }

    [Fact]
    public void A_command_costs_the_control_loop_no_memory()
    {
        ProcessRobot robot = Connect(new BashRobot());
        float[] action = [1, 2];
        double[] position = new double[2];

        Allocations.LeastOf(() =>
        {
            robot.Act(action);
            robot.ReadPosition(position);
        }).ShouldBe(0);
    }

    // The command before, when it is asked for an observation.
    private static BashRobot ConfirmsWhenItObserves => new()
    {
        Act = """echo "acts ${line#*action}" >&2; acting=$id""",
        Observe = """observing=$id id=$acting; answer; id=$observing; answer '"position":[0,0]'""",
    };

    private ProcessRobot Connect(
        BashRobot child, Func<ProcessRobotOptions, ProcessRobotOptions>? with = null, TimeProvider? time = null)
    {
        ProcessRobotOptions options = child.Options(_said.Enqueue);
        _robot = new ProcessRobot(with?.Invoke(options) ?? options, time);
        _robot.Connect(CancellationToken.None);
        return _robot;
    }

    private void Says(string start) => Eventually.Holds(
        () => _said.Any(line => line.StartsWith(start, StringComparison.Ordinal)),
        () => $"never said '{start}': {string.Join('\n', _said)}");
}
