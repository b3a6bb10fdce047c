using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using PolicyGate.RobotClient.CommandLine;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>The program's whole command line.</summary>
internal static class PolicyGateCommand
{
    private const string Description = """
        PolicyGate: a gateway between robots and the policies that drive them.

        Exit codes: 0 went well, 1 went wrong, 2 the command line or the configuration cannot be used, 3 nothing of a
        recording can be played.
        """;

    public static int Run(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>
    /// Runs one command line; answers go to <paramref name="output"/>, everything else to <paramref name="error"/>.
    /// </summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        // Robots' users come with the command lines of LeRobot.
        if (args is ["robot", ..])
            args = UnderscoredOptions.Normalize(args);
        ParseResult parsed = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            // A verb that runs on handles its signals itself: a drain may take longer than the library waits.
            ProcessTerminationTimeout = null,
        };
        if (parsed.Action is not ParseErrorAction parseError)
            return parsed.Invoke(invocation);

        // The whole help would push the message off a small screen.
        parseError.ShowHelp = false;
        parsed.Invoke(invocation);
        error.WriteLine($"See policygate{VerbOf(parsed.CommandResult)} --help");
        return ExitCodes.Usage;
    }

    private static string VerbOf(CommandResult result) => result is { Command: Verb verb, Parent: CommandResult parent }
        ? $"{VerbOf(parent)} {verb.Name}"
        : "";

    private static RootCommand Create()
    {
        var root = new RootCommand(Description)
        {
            new ServeVerb(), new DemoVerb(), new CheckVerb(), new DoctorVerb(), new PluginsVerb(), new InspectVerb(),
            new DriveVerb(), new RobotVerb(), new ReplayVerb(), new CompareVerb(), new BenchVerb(), new HealthVerb(),
            new PoliciesVerb(),
            new WorkerVerb(),
        };
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
                option.Action = new HelpWithExamples(help);
            else if (option is VersionOption)
                option.Action = new VersionAction();
        }
        return root;
    }
}
