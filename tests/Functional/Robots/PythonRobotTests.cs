using System.Collections.Concurrent;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Robots;

/// <summary>What <c>samples/robots/robot_process.py</c> does for a robot in Python.</summary>
public sealed class PythonRobotTests
{
    private readonly ConcurrentQueue<string> _said = new();

    [NeedsCommandFact("python3", "python3")]
    public void Joints_come_and_commands_go()
    {
        using PythonRobot python = Start("""
            def begin_episode(self): return True
            def observe(self): return {"position": [1, 2.5]}
            def act(self, action): print("told", action); return action
            def disconnect(self): print("let go")
            """);
        RobotObservation seen = Observe(python);
        python.Robot.Act([0.5f, -1]);
        // Asked in order: it has been told by now.
        Observe(python);
        python.Robot.Act([0.25f, 3]);
        python.Robot.Disconnect();

        seen.Joints.ToArray().ShouldBe([1, 2.5]);
        seen.Reset.ShouldBeTrue();
        _said.ShouldContain("told [0.5, -1]", "what a driver prints is no answer");
        _said.ShouldContain("let go");
    }

    [NeedsPythonFact("sim")]
    public void Pictures_come_by_their_names()
    {
        using PythonRobot python = new("""
            cameras = {"front": (2, 3), "wrist": (1, 2)}
            def observe(self):
                import numpy
                return {"position": numpy.array([1, 2], "f4"), "images": {
                    "wrist": numpy.full((1, 2, 3), 7, "u1"), "front": numpy.arange(18, dtype="u1").reshape(2, 3, 3)}}
            """, PythonEnvironment.Python("sim"), _said.Enqueue);
        Observe(python);
        RobotObservation seen = Observe(python);

        python.Robot.Features.Cameras.ShouldBe([new RobotCamera("front", 2, 3), new RobotCamera("wrist", 1, 2)]);
        seen.Joints.ToArray().ShouldBe([1, 2]);
        seen.Picture(0).ToArray().ShouldBe(Enumerable.Range(0, 18).Select(value => (byte)value));
        seen.Picture(1).ToArray().ShouldBe(Enumerable.Repeat((byte)7, 6));
    }

    [NeedsCommandFact("python3", "python3")]
    public void What_it_raises_is_told()
    {
        using PythonRobot python = Start("""
            def observe(self): raise OSError("no camera at /dev/video0")
            """);

        Should.Throw<RobotException>(() => Observe(python)).Message
            .ShouldContain("observe: OSError: no camera at /dev/video0");
    }

    [NeedsCommandFact("python3", "python3")]
    public async Task It_takes_commands_while_it_observes()
    {
        using PythonRobot python = Start("""
            told = threading.Event()
            def observe(self):
                print("observing")
                self.told.wait()
                return {"position": [0, 0]}
            def act(self, action): self.told.set()
            """);
        var observing = Task.Run(() => Observe(python));
        Says("observing");
        python.Robot.Act([1, 2]);

        (await observing.WaitAsync(TimeSpan.FromMinutes(1))).Joints.ToArray().ShouldBe([0, 0]);
    }

    [NeedsCommandFact("python3", "python3")]
    public async Task A_command_for_the_episode_before_is_confirmed_and_not_carried_out()
    {
        // It comes when the new episode has begun, and its picture is still being taken.
        (int exitCode, string said) = await Run(
            """
            def begin_episode(self): return True
            def observe(self):
                meet()
                return {"position": [0, 0]}
            def act(self, action): print("told", action)
            """,
            """
            tell '{"id":2,"call":"observe"}'
            until_it_meets
            ask '{"id":3,"call":"act","observed":0,"action":[3,3]}'
            go
            read -r answer <&${COPROC[0]}; echo "$answer"
            ask '{"id":4,"call":"act","observed":2,"action":[4,4]}'
            ask '{"id":5,"call":"disconnect"}'
            """);

        exitCode.ShouldBe(0, said);
        said.ShouldContain("""{"id": 3}""");
        said.ShouldContain("""{"id": 2, "position": [0.0, 0.0], "reset": true}""");
        said.ShouldContain("told [4, 4]");
        said.ShouldNotContain("told [3, 3]");
    }

    [NeedsCommandFact("python3", "python3")]
    public async Task It_lets_go_when_it_is_terminated()
    {
        (_, string said) = await Run("""def disconnect(self): print("let go")""", "kill -TERM $pid; wait $pid");

        said.ShouldContain("let go");
    }

    [NeedsCommandFact("python3", "python3")]
    public async Task It_lets_go_wholly_where_it_is_terminated_meanwhile()
    {
        (_, string said) = await Run(
            """
            def disconnect(self):
                meet()
                print("let go")
            """,
            """
            tell '{"id":2,"call":"disconnect"}'
            until_it_meets
            kill -TERM $pid
            go
            end
            """);

        said.ShouldContain("let go");
    }

    [NeedsCommandFact("python3", "python3")]
    public async Task It_lets_go_though_its_camera_hangs()
    {
        (_, string said) = await Run(
            """
            def observe(self): meet()
            def disconnect(self): print("let go")
            """,
            """
            tell '{"id":2,"call":"observe"}'
            until_it_meets
            end
            """);

        said.ShouldContain("let go");
    }

    // A connected robot as bash sees it; meet() waits until bash, which waits for it, says go.
    private static async Task<(int ExitCode, string Said)> Run(string robot, string bash)
    {
        using var folder = new ScratchFolder("policygate-test-");
        string script = PythonRobot.Write(folder, robot);
        string all = $$"""
            mkfifo met go
            coproc python3 {{script}}
            pid=$COPROC_PID
            tell() { echo "$1" >&${COPROC[1]}; }
            ask() { tell "$1"; read -r answer <&${COPROC[0]}; echo "$answer"; }
            until_it_meets() { cat met; }
            go() { echo > go; }
            end() { eval "exec ${COPROC[1]}>&-"; wait $pid; }
            ask '{"id":1,"call":"connect","protocol":1,"folder":"/nowhere"}'
            {{bash}}
            """;
        return await Command.Run(TimeSpan.FromMinutes(1), folder.Path, null, "bash", "-c", all);
    }

    private PythonRobot Start(string robot) => new(robot, "python3", _said.Enqueue);

    private static RobotObservation Observe(PythonRobot python)
    {
        var observation = new RobotObservation(python.Robot.Features);
        python.Robot.Observe(observation);
        python.Robot.EpisodeBegan();
        return observation;
    }

    private void Says(string line) => Eventually.Holds(
        () => _said.Contains(line), () => $"never said '{line}': {string.Join('\n', _said)}");
}
