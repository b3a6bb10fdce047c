using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.Charts;

/// <summary>A time without a command, in seconds from the control loop's start.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Hold(double From, double To)
{
    // Periods from one command to the next.
    private const double Due = 1.5;
    private const double GivenUp = 5;

    /// <summary>Those between samples farther apart than a control period allows, and before the first.</summary>
    /// <param name="samples">By time.</param>
    /// <param name="period">Seconds.</param>
    /// <param name="end">Of the run.</param>
    /// <param name="least">Holds nearer to one another than this are drawn as one, seconds.</param>
    public static List<Hold> Between(IReadOnlyList<QueueSample> samples, double period, double end, double least)
    {
        var holds = new List<Hold>();
        var last = new QueueSample(-period, Size: 0);
        foreach (QueueSample next in samples.Append(new QueueSample(end, Size: 0)))
        {
            // After the last action of a queue the next was due a period later. With some left the loop itself was
            // late, which is no hold unless what was left was given up.
            double allowed = last.Size <= 1 ? Due : GivenUp;
            if (next.Seconds - last.Seconds > allowed * period)
                Add(holds, new Hold(last.Seconds + period, next.Seconds), least);
            last = next;
        }
        return holds;
    }

    private static void Add(List<Hold> holds, Hold hold, double least)
    {
        if (holds.Count > 0 && hold.From - holds[^1].To < least)
            holds[^1] = holds[^1] with { To = hold.To };
        else
            holds.Add(hold);
    }
}
