using PolicyGate.RobotClient;
using PolicyGate.RobotClient.Robots;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A robot in Python, by <c>samples/robots/robot_process.py</c>; written for a test, and started.</summary>
internal sealed class PythonRobot : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-test-");

    /// <param name="robot">The body of its class, without indentation.</param>
    /// <param name="python">The interpreter.</param>
    /// <param name="said">Gets what it writes to its standard error.</param>
    public PythonRobot(string robot, string python, Action<string> said)
    {
        string script = Write(_folder, robot);
        Robot = new ProcessRobot(new ProcessRobotOptions
        {
            Command = [python, script],
            Said = said,
            EndTimeout = TimeSpan.FromSeconds(20),
            ObserveTimeout = TimeSpan.FromSeconds(60),
            ActTimeout = TimeSpan.FromSeconds(60),
        });
        Robot.Connect(CancellationToken.None);
    }

    public ProcessRobot Robot { get; }

    /// <returns>The program's path.</returns>
    public static string Write(ScratchFolder folder, string robot)
    {
        string script = folder.PathOf("robot.py");
        string body = string.Join('\n', robot.Split('\n').Select(line => $"    {line}"));
        File.WriteAllText(script, $"""
            import sys, threading
            sys.path.insert(0, "{Repository.At("samples/robots")}")
            from robot_process import serve

            def meet():  # whoever waits at the one pipe, until it says so at the other
                open("met", "w").close()
                open("go").read()

            class Robot:
                joints = ["a.pos", "b.pos"]
                def connect(self): pass
                def act(self, action): pass
                def disconnect(self): pass
            {body}

            serve(Robot())
            """);
        return script;
    }

    public void Dispose()
    {
        Robot.Disconnect();
        _folder.Dispose();
    }
}
