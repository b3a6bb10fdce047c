using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>The whole program of a robot that is driven by a LeRobot policy server.</summary>
public static class RobotProgram
{
    /// <summary>
    /// Reads the command line, drives the robot until it has nothing left to do, a signal says so or the time is over,
    /// and prints a report. <c>--help</c> tells the options.
    /// </summary>
    /// <param name="args">As the program was given them.</param>
    /// <param name="robot">Not connected yet.</param>
    /// <returns>The exit code: 0 went well, 1 went wrong, 2 the command line cannot be used.</returns>
    public static int Run(string[] args, IRobot robot) =>
        Run(args, choice: null, _ => robot, Console.Out, Console.Error);

    /// <summary>The same with a robot that the command line names.</summary>
    internal static int Run(string[] args, RobotChoice choice, TextWriter output, TextWriter error) =>
        Run(args, choice, choice.Create, output, error);

    internal static int Run(
        string[] args, RobotChoice? choice, Func<ParseResult, IRobot> create, TextWriter output, TextWriter error)
    {
        // Reports and numbers are the same in every country.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var arguments = new RobotArguments();
        var command = new RootCommand("Drives this robot by a LeRobot policy server: PolicyGate's, or a stock one.");
        choice?.AddTo(command);
        arguments.AddTo(command);
        command.SetAction(parsed => new RobotRun(output, error).Run(() => create(parsed), arguments.Read(parsed)));
        if (command.Options.OfType<HelpOption>().Single() is { Action: HelpAction help } option)
            option.Action = new RobotHelp(help, choice is null ? "" : " --robot.type=simulated");

        ParseResult parsed = command.Parse(
            UnderscoredOptions.Normalize(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            // A run ends in order by itself.
            ProcessTerminationTimeout = null,
        };
        if (parsed.Action is not ParseErrorAction parseError)
            return parsed.Invoke(invocation);
        // The whole help would push the message off a small screen.
        parseError.ShowHelp = false;
        parsed.Invoke(invocation);
        error.WriteLine($"See {RootCommand.ExecutableName} --help");
        return RobotExitCodes.Usage;
    }
}
