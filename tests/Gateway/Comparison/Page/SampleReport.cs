using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Measurement;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Tests.Gateway.Comparison.Page;

/// <summary>A report as two arms' policy would give it: 16 joints, 20 steps, and B nudged at two joints.</summary>
internal static class SampleReport
{
    public const int Steps = 20;
    public const double Tolerance = 1e-3;

    private static readonly int[] Nudged = [3, 7];

    public static IReadOnlyList<string> Joints { get; } =
    [
        .. Enumerable.Range(1, 7).Select(i => $"right_joint{i}"), "right_gripper",
        .. Enumerable.Range(1, 7).Select(i => $"left_joint{i}"), "left_gripper",
    ];

    /// <param name="outcome">B is nudged only where it is to be different.</param>
    /// <param name="joints">In place of <see cref="Joints"/>.</param>
    public static ComparisonReport Create(VerdictOutcome outcome, IReadOnlyList<string>? joints = null)
    {
        var random = new Random(7);
        joints ??= Joints;
        double nudge = outcome is VerdictOutcome.Different ? 1 : 0;
        double slower = outcome is VerdictOutcome.Slower ? 5 : 0.1;
        string[] different = nudge > 0 ? [.. Nudged.Select(joint => joints[joint])] : [];
        return new ComparisonReport
        {
            Gateway = "0.1.0",
            Made = DateTimeOffset.UnixEpoch,
            Verdict = new ComparisonVerdict(outcome, [Reason(outcome, different)], different),
            Input = Input(),
            A = Side("A", "Onnx", limited: 3, joints),
            B = Side("B", "TorchSharp", limited: 5, joints),
            Shared = new SharedGround
            {
                Joints = joints, Steps = Steps, StepSeconds = 1 / 30.0, Cameras = ["head_left", "wrist_right"],
                Notes = [],
            },
            Tolerance = new ToleranceChoice(
                Tolerance, new Dictionary<string, double> { [joints[7]] = 2e-3 }, "A thousandth of a radian.", 10, 1),
            Joints = [.. joints.Select((name, i) => Joint(name, Nudged.Contains(i) ? nudge : 0, i == 7 ? 2e-3 : 1e-3))],
            Run = Latency(random, 3, slower),
            Tick = Latency(random, 4.5, slower),
            Worst = nudge > 0 ? [Worst(12, 3), Worst(57, 7)] : [],
            Path = Path(joints.Count, nudge),
            Terms = new MeasurementTerms(1, 2, 10, 2000, 2000, 10, 0.99),
            Machine = new Machine("A processor of four cores", 4, 0.3, ".NET 10.0.0"),
        };
    }

    public static ComparisonReport Unusable()
    {
        ComparisonReport report = Create(VerdictOutcome.Unusable);
        LatencyComparison none = report.Run with
        {
            A = new LatencyFigures(0, 0, 0, 0, 0, 0, 0), B = new LatencyFigures(0, 0, 0, 0, 0, 0, 0),
            Histogram = new LatencyHistogram([], [], []), TimeLine = new LatencyTimeLine([], [], [], [], []),
        };
        return report with
        {
            Input = report.Input with
            {
                Ticks = 0, Compared = 0, Sessions = 0, Episodes = 0, UnreadableCount = 250,
                Unreadable = [.. Enumerable.Range(0, 100).Select(i => $"{i}.arrow: no Arrow file: ends at byte {i}")],
            },
            Joints = [], Worst = [], Path = null, Run = none, Tick = none,
        };
    }

    /// <summary>A's row of the sample, smooth; a joint stands still or moves.</summary>
    private static float Position(int joint, double step) =>
        (float)(joint % 3 == 2 ? 0.4 : Math.Sin((joint + step) / 9));

    private static string Reason(VerdictOutcome outcome, string[] different) => outcome switch
    {
        VerdictOutcome.Different => $"{different.Length} of 16 joints are beyond their tolerance: "
            + string.Join(", ", different) + ".",
        VerdictOutcome.Slower => "B's engine takes 5.0 ms more for the same tick (median; 4.9 to 5.1).",
        VerdictOutcome.Unusable => "Not one tick could be read.",
        _ => "The largest difference is 2.4e-6, a 400th of its tolerance.",
    };

    private static ComparedInput Input() => new()
    {
        Name = "recordings/20261122-013500-4711", Kind = "recording", Ticks = 102, Compared = 100, Identical = 40,
        Paced = 2,
        Sessions = 1, Episodes = 4, Unreadable = [], UnreadableCount = 0,
    };

    private static ComparedSide Side(string name, string backend, int limited, IReadOnlyList<string> joints) => new()
    {
        Name = name, Policy = "reach", Backend = backend, Folder = "samples/policies/reach", Device = "cpu",
        Isolated = false, Engine = $"{backend} 1.0",
        Properties = new Dictionary<string, string> { ["threads"] = "2" },
        Files = [new RecordedPolicyFile("model.onnx", 2_300_000, new string('a', 64))],
        ChunkRows = Steps, RateHz = 30, Joints = joints, Cameras = ["head_left", "wrist_right"],
        LoadMilliseconds = 140, MemoryBytes = 31_000_000,
        Counts = new SideCounts
        {
            Chunks = 100, Skips = 2, Holds = 0, Reasons = new Dictionary<string, long> { ["NotNewer"] = 2 },
            FirstFailure = null, NonFiniteTicks = 0, LimitedTicks = limited, LimitedRows = limited * 4, LateRows = 0,
        },
    };

    private static JointComparison Joint(string name, double nudge, double tolerance)
    {
        DifferenceFigures[] steps = [.. Enumerable.Range(0, Steps).Select(step =>
            Differences(Math.Max(1e-6 * (step % 5), nudge * 0.0007 * step)))];
        DifferenceFigures all = Differences(steps.Max(step => step.Max));
        return new JointComparison
        {
            Name = name, Tolerance = tolerance, IsDifferent = all.Max > tolerance,
            Model = all, Steps = steps, Sent = all,
            Where = new DifferencePlace("robot-1", 12, Steps - 1, 0.5, 0.5 + all.Max),
            A = new MotionFigures(62, 410, 45, 99, 0.002, 0.004, 0.011),
            B = new MotionFigures(62.1, 412, nudge > 0 ? 60 : 45, 99, 0.002, 0.0041, 0.012),
        };
    }

    private static DifferenceFigures Differences(double max) => new(2000, max, max / 4, max / 5, max / 2, max * 0.9);

    private static LatencyComparison Latency(Random random, double median, double slower)
    {
        double[] a = [.. Enumerable.Range(0, 2000).Select(_ => Draw())];
        double[] b = [.. a.Select(time => time + slower)];
        double[] edges = [.. Enumerable.Range(0, 41).Select(i => median * 0.6 + (i * (median + slower) / 40))];
        long[] first = [.. Enumerable.Range(0, 100).Select(i => i * 20L)];
        return new LatencyComparison
        {
            A = Figures(a), B = Figures(b),
            MedianDifference = new ConfidenceInterval(slower, slower * 0.98, slower * 1.02),
            MedianChange = new ConfidenceInterval(slower / median, slower / median * 0.98, slower / median * 1.02),
            P95Difference = new ConfidenceInterval(slower, slower * 0.9, slower * 1.1),
            Histogram = new LatencyHistogram(edges, Bins(a, edges), Bins(b, edges)),
            TimeLine = new LatencyTimeLine(first, Stretches(a, Median), Stretches(a, Enumerable.Max),
                Stretches(b, Median), Stretches(b, Enumerable.Max)),
        };

        double Draw() => (median * (0.9 + (0.2 * random.NextDouble()))) + (random.Next(60) == 0 ? median * 4 : 0);

        static double Median(IEnumerable<double> times) => times.Order().ElementAt(times.Count() / 2);

        static double[] Stretches(double[] times, Func<IEnumerable<double>, double> of) =>
            [.. times.Chunk(20).Select(of)];
    }

    private static LatencyFigures Figures(double[] times)
    {
        Distribution of = Distribution.Of(times);
        double p95 = times.Order().ElementAt(times.Length * 95 / 100);
        return new LatencyFigures(times.Length, times.Average(), of.P50, p95, of.P99, of.P999, of.Max);
    }

    private static int[] Bins(double[] times, double[] edges)
    {
        int[] bins = new int[edges.Length - 1];
        foreach (double time in times)
            bins[Math.Clamp((int)((time - edges[0]) / (edges[1] - edges[0])), 0, bins.Length - 1)]++;
        return bins;
    }

    private static WorstTick Worst(long tick, int joint) => new()
    {
        Session = "robot-1", Tick = tick, Seconds = tick / 3.75,
        Reason = $"{Joints[joint]}, step 19: 0.513 against 0.500", Joint = joint, Step = 19, Tolerances = 13.3,
        A = Rows(0), B = Rows(0.0007),
        Pictures = [Picture("head_left"), Picture("wrist_right")],
    };

    private static float[][] Rows(double nudge) => [.. Enumerable.Range(0, Steps).Select(step => Enumerable
        .Range(0, Joints.Count)
        .Select(joint => Position(joint, step) + (Nudged.Contains(joint) ? (float)(nudge * step) : 0)).ToArray())];

    private static TickPicture Picture(string camera)
    {
        byte[] pixels = new byte[120 * 192 * 3];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i / 3 % 192) + (i / 576 / 2));
        return new TickPicture(camera, 120, 192, pixels);
    }

    private static PlayedPath Path(int joints, double nudge) => new()
    {
        Session = "robot-1", FirstTick = 8, StepSeconds = 1 / 30.0,
        A = [.. Enumerable.Range(0, joints).Select(joint => Line(joint, 0))],
        B = [.. Enumerable.Range(0, joints).Select(joint => Line(joint, Nudged.Contains(joint) ? nudge * 0.05 : 0))],
        Seams = [.. Enumerable.Range(1, 20).Select(i => i * 8)],
    };

    private static float[] Line(int joint, double nudge) =>
        [.. Enumerable.Range(0, 170).Select(i => Position(joint, i / 4.0) + (float)(nudge * (i % 8) / 8))];
}
