using PolicyGate.Gateway.CommandLine;

namespace PolicyGate.Tests.Gateway.CommandLine;

/// <summary>One command line, run in this process.</summary>
internal sealed record CommandLineRun(int ExitCode, string Output, string Error)
{
    public static CommandLineRun Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = PolicyGateCommand.Run(args, output, error);
        return new CommandLineRun(exitCode, output.ToString(), error.ToString());
    }
}
