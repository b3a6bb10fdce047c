using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>What has happened so far. Written by the one who plays, read between ticks.</summary>
/// <param name="expected">Ticks that will be played.</param>
internal sealed class DemoTally(int expected)
{
    /// <summary>
    /// Largest difference that still counts as the recorded answer, in the joints' units: float32 sums in another order
    /// differ by about 1e-6.
    /// </summary>
    public const double Tolerance = 1e-4;

    private readonly List<DemoTick> _ticks = [];
    private readonly SortedDictionary<string, int> _skips = new(StringComparer.Ordinal);

    public int Expected { get; } = expected;

    public IReadOnlyList<DemoTick> Ticks => _ticks;

    public int Observations => _ticks.Count;

    public int Chunks { get; private set; }

    /// <summary>Ticks answered with no positions, by the reason given.</summary>
    public IReadOnlyDictionary<string, int> Skips => _skips;

    /// <summary>In words.</summary>
    public string SkipText => _skips.Count == 0
        ? "no skips"
        : "skips: " + string.Join(", ", _skips.Select(skip => $"{skip.Key} ×{skip.Value}"));

    public int LateRows { get; private set; }

    /// <summary>Null before anything was compared.</summary>
    public double? LargestDifference { get; private set; }

    /// <summary>The first reason why this demo has failed, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether every tick was played, answered, and answered right.</summary>
    public bool Succeeded => Failure is null && Observations == Expected && Chunks == Expected;

    public void Add(DemoTick tick)
    {
        _ticks.Add(tick);
        LateRows += tick.Match.LateRows;
        if (tick.Answer.IsSkip)
            _skips[SkipReason(tick.Answer)] = _skips.GetValueOrDefault(SkipReason(tick.Answer)) + 1;
        else
            Chunks++;
        if (tick.Match.Difference is double difference)
            LargestDifference = Math.Max(LargestDifference ?? 0, difference);
        Failure ??= FailureOf(tick);
    }

    /// <summary>It cannot go on.</summary>
    public void Fail(string why) => Failure ??= why;

    /// <summary>Round trips at a percentile, nearest rank; zero before the first tick.</summary>
    public TimeSpan RoundTrip(double percentile) =>
        TimeSpan.FromMilliseconds(Percentile([.. _ticks.Select(tick => tick.RoundTrip.TotalMilliseconds)], percentile));

    /// <summary>Each stage's milliseconds at a percentile, in the order in which a tick passes them.</summary>
    public IReadOnlyList<OpenArmStage> Stages(double percentile)
    {
        IEnumerable<OpenArmStage> all = _ticks.SelectMany(tick => tick.Stages());
        return [.. all.GroupBy(stage => stage.Name, StringComparer.Ordinal).Select(group =>
            new OpenArmStage(group.Key, Percentile([.. group.Select(stage => stage.Milliseconds)], percentile)))];
    }

    private static double Percentile(double[] values, double percentile)
    {
        if (values.Length == 0)
            return 0;
        Array.Sort(values);
        int rank = (int)Math.Ceiling(percentile / 100 * values.Length);
        return values[Math.Clamp(rank - 1, 0, values.Length - 1)];
    }

    private static string SkipReason(OpenArmAnswer answer) => answer.Error?.Code ?? "no reason given";

    private static string? FailureOf(DemoTick tick)
    {
        string where = $"tick {tick.Recorded.Number} of episode {tick.Recorded.Episode + 1}";
        if (tick.Match.Problem is string problem)
            return $"{where}: {problem}";
        return tick.Match.Difference > Tolerance
            ? $"{where}: the chunk differs by {tick.Match.Difference:0.0e+0} rad from the recorded one, "
                + $"at most {Tolerance} is right"
            : null;
    }
}
