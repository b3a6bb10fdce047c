using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.Charts;

/// <summary>A time without a command, in seconds from the control loop's start.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Hold(double From, double To)
{
    // Periods from one command to the next.
    private const double Due = 1.5;
    private const double GivenUp = 5;

    // The least of what was given up, seconds: a robot may well take some tenths for a command or an observation.
    private const double Least = 0.5;

    /// <summary>Those between samples farther apart than a control period allows, and before the first.</summary>
    /// <param name="samples">By time.</param>
    /// <param name="period">Seconds.</param>
    /// <param name="end">Of the run, or of what is known of it.</param>
    /// <param name="least">Holds nearer to one another than this are drawn as one, seconds.</param>
    public static List<Hold> Between(IReadOnlyList<QueueSample> samples, double period, double end, double least)
    {
        var holds = new List<Hold>();
        var last = new QueueSample(-period, Size: 0);
        foreach (QueueSample next in samples.Append(new QueueSample(end, Size: 0)))
        {
            if (next.Seconds - last.Seconds > Allowed(last, next, period))
                Add(holds, new Hold(last.Seconds + period, next.Seconds), least);
            last = next;
        }
        return holds;
    }

    /// <summary>After the last action of a queue the next was due a period later. With some left the loop itself was
    /// late, which is no hold unless what was left was given up; and it was not where the same queue went on.</summary>
    private static double Allowed(QueueSample last, QueueSample next, double period)
    {
        if (last.Size <= 1)
            return Due * period;
        return next.Size == last.Size - 1 ? double.PositiveInfinity : Math.Max(GivenUp * period, Least);
    }

    private static void Add(List<Hold> holds, Hold hold, double least)
    {
        if (holds.Count > 0 && hold.From - holds[^1].To < least)
            holds[^1] = holds[^1] with { To = hold.To };
        else
            holds.Add(hold);
    }
}
