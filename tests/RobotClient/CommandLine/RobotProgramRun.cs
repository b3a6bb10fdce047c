using PolicyGate.RobotClient;
using PolicyGate.RobotClient.CommandLine;
using PolicyGate.RobotClient.Robots;

namespace PolicyGate.Tests.RobotClient.CommandLine;

/// <summary>One command line of a robot's own program, run in this process.</summary>
internal sealed record RobotProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>What must be said.</summary>
    public static string[] Required { get; } =
        ["--policy_type=act", "--pretrained_name_or_path=pick", "--actions_per_chunk=50"];

    /// <summary>Of a robot that is there.</summary>
    public static RobotProgramRun Of(IRobot robot, params string[] args) =>
        Run((output, error) => RobotProgram.Run(args, choice: null, _ => robot, output, error));

    /// <summary>Of a robot that the command line names.</summary>
    public static RobotProgramRun Of(params string[] args) => Run((output, error) => RobotProgram.Run(
        args, new RobotChoice(new SimulatedRobotType(), new ProcessRobotType(error)), output, error));

    public static SimulatedRobot Arm() => new(new SimulatedRobotOptions());

    private static RobotProgramRun Run(Func<TextWriter, TextWriter, int> program)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = program(output, error);
        return new RobotProgramRun(exitCode, output.ToString(), error.ToString());
    }
}
