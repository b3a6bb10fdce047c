using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.Live;

/// <summary>A robot's times with something switched off and on, by turns, so that both meet the same machine.</summary>
internal sealed class Turns
{
    // What was switched has to begin, and what was switched off to end.
    private const int Settling = 10;

    private const int Seed = 10;

    private readonly List<double[]> _off = [];
    private readonly List<double[]> _on = [];

    public Distribution Off => Of(_off);

    public Distribution On => Of(_on);

    /// <summary>By which share the 99th percentile is higher with it on, as 0.01.</summary>
    public ConfidenceInterval P99Change => Change(99);

    /// <summary>The same of the median.</summary>
    public ConfidenceInterval P50Change => Change(50);

    /// <param name="off">Without it.</param>
    /// <param name="on">With it.</param>
    /// <param name="turns">Of each.</param>
    /// <param name="ticks">That count of a turn.</param>
    /// <param name="stop">Ends it early; pairs of turns that are whole count.</param>
    public static Turns Run(TurnArm off, TurnArm on, int turns, int ticks, CancellationToken stop)
    {
        var run = new Turns();
#pragma warning disable CA5394 // Who is first, not a secret.
        var random = new Random(Seed);
        for (int turn = 0; turn < turns && !stop.IsCancellationRequested; turn++)
        {
            bool onFirst = random.Next(2) == 0;
#pragma warning restore CA5394
            double[] first = Drive(onFirst ? on : off, ticks);
            double[] second = Drive(onFirst ? off : on, ticks);
            run._off.Add(onFirst ? second : first);
            run._on.Add(onFirst ? first : second);
        }
        return run;
    }

    private static double[] Drive(TurnArm arm, int ticks)
    {
        using IDisposable? beside = arm.Begin();
        arm.Robot.Drive(Settling, []);
        var times = new List<TimedTick>(ticks);
        arm.Robot.Drive(ticks, times);
        return [.. times.Select(tick => tick.Milliseconds)];
    }

    private static Distribution Of(List<double[]> turns) => Distribution.Of(turns.SelectMany(turn => turn).ToArray());

    // Whole turns are drawn again: what disturbs one tick disturbs its neighbours.
    private ConfidenceInterval Change(double percent)
    {
        var drawn = new double[_off.Sum(turn => turn.Length)];
        return new BlockBootstrap(_off.Count, Seed).Interval(turns =>
        {
            double off = Percentile(_off, turns);
            return (Percentile(_on, turns) / off) - 1;
        });

        double Percentile(List<double[]> of, ReadOnlySpan<int> turns)
        {
            int count = 0;
            foreach (int turn in turns)
            {
                of[turn].CopyTo(drawn, count);
                count += of[turn].Length;
            }
            return Selection.Percentile(drawn.AsSpan(0, count), percent);
        }
    }
}
