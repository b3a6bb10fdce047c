using System.CommandLine;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>
/// <c>--debug-visualize-queue-size</c>: LeRobot's <c>True</c> and <c>False</c>, or the picture's file.
/// </summary>
internal sealed class QueuePlotOption : Option<string?>
{
    private const string UsualFile = "queue-size.svg";

    public QueuePlotOption() : base("--debug-visualize-queue-size")
    {
        Description = $"Draw the queue's size over time into this file at the end; {UsualFile} where none is named.";
        HelpName = "FILE";
        Arity = ArgumentArity.ZeroOrOne;
    }

    /// <returns>Null where nothing is to be drawn.</returns>
    public string? Read(ParseResult parsed)
    {
        if (parsed.GetResult(this) is null)
            return null;
        string? value = parsed.GetValue(this);
        if (value is null || value.Equals("true", StringComparison.OrdinalIgnoreCase))
            return UsualFile;
        return value.Equals("false", StringComparison.OrdinalIgnoreCase) ? null : value;
    }
}
