using System.Globalization;
using System.Text.RegularExpressions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Workers;

/// <summary>Which worker processes a gateway has, by what it logs.</summary>
internal static partial class WorkersOfLog
{
    /// <summary>The one that serves and the one that stands by.</summary>
    public static (int? Serving, int? Spare) Of(string log)
    {
        (int? serving, int? spare) = (null, null);
        foreach (Match line in Line().Matches(log))
        {
            int process = int.Parse(line.Groups["process"].ValueSpan, CultureInfo.InvariantCulture);
            switch (line.Groups["what"].Value)
            {
                case "has loaded it" or "serves it now":
                    serving = process;
                    break;
                case "stands by" or "answered late; it stands by":
                    spare = process;
                    break;
                case "answered late; it serves":
                    serving = process;
                    break;
                case var late when late.EndsWith("no spare", StringComparison.Ordinal):
                    // It serves on if it answers, and has died if it does not.
                    break;
                default:
                    if (serving == process)
                        (serving, spare) = (spare, null);
                    else if (spare == process)
                        spare = null;
                    break;
            }
        }
        return (serving, spare);
    }

    /// <summary>Every process that it has started.</summary>
    public static int[] All(string log) =>
        [.. Line().Matches(log).Select(line => int.Parse(line.Groups["process"].ValueSpan)).Distinct()];

    public static int WaitForServing(Func<string> log, int other = 0)
    {
        Eventually.Holds(() => Of(log()).Serving is { } serving && serving != other, log);
        return Of(log()).Serving!.Value;
    }

    public static int WaitForSpare(Func<string> log)
    {
        Eventually.Holds(() => Of(log()).Spare is not null, log);
        return Of(log()).Spare!.Value;
    }

    [GeneratedRegex(
        @"worker process (?<process>\d+) (?<what>has loaded it|serves it now|stands by"
            + @"|is late and has [\d:.]+ more; there is no spare|answered late; it (?:stands by|serves|is let)|\w+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
