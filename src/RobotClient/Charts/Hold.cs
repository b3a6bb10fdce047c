using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.Charts;

/// <summary>A time without a command, in seconds from the control loop's start.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Hold(double From, double To)
{
    /// <summary>Those between samples farther apart than a control period allows, and before the first.</summary>
    /// <param name="samples">By time.</param>
    /// <param name="period">Seconds.</param>
    /// <param name="end">Of the run.</param>
    /// <param name="least">Holds nearer to one another than this are drawn as one, seconds.</param>
    public static List<Hold> Between(IReadOnlyList<QueueSample> samples, double period, double end, double least)
    {
        var holds = new List<Hold>();
        double executed = 0;
        foreach (double next in samples.Select(sample => sample.Seconds).Append(end))
        {
            // A period and a half: one action was not there when it was due.
            if (next - executed > 1.5 * period)
            {
                bool joins = holds.Count > 0 && executed + period - holds[^1].To < least;
                double from = executed == 0 ? 0 : executed + period;
                if (joins)
                    holds[^1] = holds[^1] with { To = next };
                else
                    holds.Add(new Hold(from, next));
            }
            executed = next;
        }
        return holds;
    }
}
