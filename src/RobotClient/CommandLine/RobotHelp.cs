using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>The library's help, then an example to start from.</summary>
/// <param name="help">The library's.</param>
/// <param name="robot">What the example names the robot by; empty where there is but one.</param>
internal sealed class RobotHelp(HelpAction help, string robot) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine($"""
            Names may be written as LeRobot's are, with underscores: --server_address.

            Example:
              {RootCommand.ExecutableName}{robot} --server-address=127.0.0.1:8080 \
                  --policy-type=act --pretrained-name-or-path=pick --actions-per-chunk=50

            Exit codes: 0 went well, 1 went wrong, 2 the command line cannot be used.
            """);
        return RobotExitCodes.Ok;
    }
}
