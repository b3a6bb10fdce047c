using System.CommandLine;
using System.CommandLine.Parsing;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>A robot that <c>--robot.type</c> names, with options of its own.</summary>
/// <param name="name">As it is typed.</param>
internal abstract class RobotType(string name)
{
    public string Name => name;

    /// <summary>Options and arguments, for this type alone.</summary>
    public abstract IReadOnlyList<Symbol> Symbols { get; }

    /// <summary>What is wrong between options, each right in itself; a line each.</summary>
    public virtual IEnumerable<string> Check(CommandResult result) => [];

    /// <param name="parsed">Without errors.</param>
    /// <exception cref="RobotException">It cannot be made: a file is not there.</exception>
    public abstract IRobot Create(ParseResult parsed);
}
