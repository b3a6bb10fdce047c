using System.CommandLine;
using System.CommandLine.Parsing;
using PolicyGate.Formats;
using PolicyGate.RobotClient.Robots;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary><c>--robot.type=process</c>: a child process in any language; its command stands after <c>--</c>.</summary>
/// <param name="error">Gets what the process writes to its standard error.</param>
internal sealed class ProcessRobotType(TextWriter error) : RobotType("process")
{
    private readonly Option<string?> _command = new("--robot.command")
    {
        Description = "process: the program and its arguments, spaces between; where one has spaces in it, after --.",
        HelpName = "WORDS",
    };

    private readonly Argument<string[]> _words = new("COMMAND")
    {
        Description = "process: the program and its arguments, after --: -- python3 my_robot.py",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public override IReadOnlyList<Symbol> Symbols => [_command, _words];

    public override IEnumerable<string> Check(CommandResult result)
    {
        int words = result.GetResult(_words)?.Tokens.Count ?? 0;
        if (words == 0 == result.GetResult(_command) is null)
            yield return "a robot of type process: name its program, after -- or by --robot.command, one of the two";
    }

    public override IRobot Create(ParseResult parsed) => new ProcessRobot(new ProcessRobotOptions
    {
        Command = parsed.GetValue(_command)?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            ?? parsed.GetValue(_words)!,
        Said = line => error.WriteLine($"robot: {Printable.Text(line)}"),
    });
}
