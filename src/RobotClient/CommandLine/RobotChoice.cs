using System.CommandLine;
using System.CommandLine.Parsing;
using PolicyGate.Formats;
using PolicyGate.Shared;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary><c>--robot.type</c>, and the options of all the robots that it chooses from.</summary>
internal sealed class RobotChoice
{
    private readonly IReadOnlyList<RobotType> _types;
    private readonly Option<RobotType> _type;

    public RobotChoice(params IReadOnlyList<RobotType> types)
    {
        _types = types;
        string names = string.Join(", ", types.Select(type => type.Name));
        _type = CheckedOption.Of("--robot.type", $"one of {names}", Find);
        _type.Required = true;
        _type.HelpName = "TYPE";
        _type.Description = $"The robot: {names}.";
    }

    public void AddTo(Command command)
    {
        command.Add(_type);
        foreach (Symbol symbol in _types.SelectMany(type => type.Symbols))
        {
            if (symbol is Option option)
                command.Add(option);
            else
                command.Add((Argument)symbol);
        }
        command.Validators.Add(Check);
    }

    /// <param name="parsed">Without errors.</param>
    /// <exception cref="RobotException">It cannot be made.</exception>
    public IRobot Create(ParseResult parsed) => parsed.GetRequiredValue(_type).Create(parsed);

    private RobotType? Find(string name) => _types.FirstOrDefault(type => type.Name == name);

    private void Check(CommandResult result)
    {
        // One that is missing or unknown has its own error.
        if (result.GetResult(_type) is not { Tokens.Count: 1 } typed || Find(typed.Tokens[0].Value) is not { } chosen)
            return;
        if (UnknownOption(result) is { } unknown)
        {
            result.AddError(unknown);
            return;
        }
        foreach (RobotType type in _types)
        {
            foreach (string error in type == chosen ? type.Check(result) : Others(type, result))
                result.AddError(error);
        }
    }

    /// <summary>An option with a slip in its name would pass for the first word of a robot's command.</summary>
    private static string? UnknownOption(CommandResult result)
    {
        string? first = result.Command.Arguments
            .SelectMany(argument => result.GetResult(argument)?.Tokens ?? []).FirstOrDefault()?.Value;
        if (first is null || !first.StartsWith('-'))
            return null;
        string name = first.Split('=')[0];
        string[] known = [.. result.Command.Options.Select(option => option.Name)];
        return NearestName.Of(name, known) is { } meant
            ? $"unknown option '{Printable.Text(name)}'; did you mean '{meant}'?"
            : $"unknown option '{Printable.Text(name)}'";
    }

    /// <summary>What was typed for another robot than the chosen one: a slip, in the type or in the option.</summary>
    private static IEnumerable<string> Others(RobotType type, CommandResult result) => type.Symbols
        .Where(symbol => symbol is Option option
            ? result.GetResult(option) is { Implicit: false }
            : result.GetResult((Argument)symbol) is { Tokens.Count: > 0 })
        .Select(symbol => $"{symbol.Name} is for --robot.type={type.Name}");
}
