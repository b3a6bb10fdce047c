using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends;

public sealed class ScriptedTests : IDisposable
{
    private static readonly InferenceShape NothingFree = new(new Dictionary<string, int>());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Hold_answers_every_row_with_the_positions_just_shown()
    {
        using Robot robot = Start(Declared(rows: 3, joints: 2));
        robot.Show(1, 2).ShouldBe([1, 2, 1, 2, 1, 2]);
        robot.Show(-4, 0.5f).ShouldBe([-4, 0.5f, -4, 0.5f, -4, 0.5f]);
    }

    [Fact]
    public void Its_values_are_the_robots_own() =>
        Start(Declared(rows: 2, joints: 2)).Policy.Traits.RobotUnits.ShouldBeTrue();

    [Fact]
    public void Hold_takes_the_newest_of_a_history()
    {
        var state = new TensorSpec("observation.state", TensorRole.State, ElementType.Float32, [1, 2, 2]);
        using Robot robot = Start(Declared(rows: 1, joints: 2) with { Inputs = [state] });
        robot.Show(1, 2, 3, 4).ShouldBe([3, 4]);
    }

    [Fact]
    public void Replay_goes_by_the_clock_from_the_episodes_first_run_and_holds_its_last_row()
    {
        string file = Trajectory("[0, 10]", "{\"positions\": [1, 11]}", "", "[2, 12]", "[3.5, 13]");
        using Robot robot = Start(
            Declared(rows: 2, joints: 2), ("Mode", "replay"), ("Trajectory", file), ("RateHz", "10"));

        _time.Advance(TimeSpan.FromSeconds(5));
        robot.Show(7, 7).ShouldBe([0, 10, 1, 11]);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        robot.Show(7, 7).ShouldBe([1, 11, 2, 12]);
        _time.Advance(TimeSpan.FromMilliseconds(240));
        robot.Show(7, 7).ShouldBe([3.5f, 13, 3.5f, 13]);
        _time.Advance(TimeSpan.FromHours(24));
        robot.Show(7, 7).ShouldBe([3.5f, 13, 3.5f, 13]);

        robot.Episode.Reset();
        robot.Show(7, 7).ShouldBe([0, 10, 1, 11]);
    }

    [Fact]
    public void Replay_goes_by_rows_where_it_is_told_how_many_are_played()
    {
        string file = Trajectory("[0]", "[1]", "[2]", "[3]", "[4]");
        using Robot robot = Start(
            Declared(rows: 2, joints: 1), ("Mode", "Replay"), ("Trajectory", file), ("RowsPerRun", "2"));

        robot.Show(0).ShouldBe([0, 1]);
        robot.Show(0).ShouldBe([2, 3]);
        robot.Show(0).ShouldBe([4, 4]);
    }

    [Fact]
    public void Two_robots_are_each_at_their_own_place()
    {
        string file = Trajectory("[0]", "[1]", "[2]");
        PolicySignature declared = Declared(rows: 1, joints: 1);
        using Robot one = Start(declared, ("Mode", "Replay"), ("Trajectory", file), ("RowsPerRun", "1"));
        using var other = new Robot(one.Policy);

        one.Show(0).ShouldBe([0]);
        one.Show(0).ShouldBe([1]);
        other.Show(0).ShouldBe([0]);
        one.Show(0).ShouldBe([2]);
    }

    [Fact]
    public void Sine_swings_about_the_episodes_first_positions()
    {
        using Robot robot = Start(
            Declared(rows: 5, joints: 2),
            ("Mode", "Sine"), ("Amplitude", "0.5"), ("PeriodSeconds", "4"), ("RateHz", "1"));

        Near(robot.Show(1, -1), [1, -1, 1.5f, -0.5f, 1, -1, 0.5f, -1.5f, 1, -1]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Near(robot.Show(99, 99), [1.5f, -0.5f, 1, -1, 0.5f, -1.5f, 1, -1, 1.5f, -0.5f]);

        static void Near(float[] found, float[] expected)
        {
            found.Length.ShouldBe(expected.Length);
            for (int i = 0; i < found.Length; i++)
                found[i].ShouldBe(expected[i], 1e-6f);
        }
    }

    [Fact]
    public void Every_nth_run_fails_with_the_text_asked_for()
    {
        using Robot robot = Start(
            Declared(rows: 1, joints: 1), ("FailEvery", "3"), ("FailWith", "the gripper is jammed"));
        RunResult failed = new(RunStatus.Failed, "the gripper is jammed");

        RunResult[] results = [.. Enumerable.Range(0, 6).Select(_ => robot.Run(long.MaxValue, CancellationToken.None))];

        results.ShouldBe([RunResult.Ok, RunResult.Ok, failed, RunResult.Ok, RunResult.Ok, failed]);
    }

    [Fact]
    public void Latency_passes_before_the_answer()
    {
        using Robot robot = Start(
            Declared(rows: 1, joints: 1), TimeProvider.System, ("LatencyMilliseconds", "20"));
        long began = TimeProvider.System.GetTimestamp();

        robot.Run(long.MaxValue, CancellationToken.None).ShouldBe(RunResult.Ok);

        TimeProvider.System.GetElapsedTime(began).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Latency_ends_early_at_the_deadline_and_when_it_is_cancelled()
    {
        using Robot robot = Start(
            Declared(rows: 1, joints: 1), TimeProvider.System, ("LatencyMilliseconds", "600000"));
        long soon = TimeProvider.System.GetTimestamp() + TimeProvider.System.TimestampFrequency / 100;
        robot.Run(soon, CancellationToken.None).Status.ShouldBe(RunStatus.DeadlineExceeded);
        robot.Run(soon, CancellationToken.None).Status.ShouldBe(RunStatus.DeadlineExceeded);

        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(10));
        robot.Run(long.MaxValue, cancel.Token).Status.ShouldBe(RunStatus.Cancelled);
    }

    [Theory]
    [InlineData("[1, 2]|[3]", "line 2", "found 1 values")]
    [InlineData("[1, 2]||{\"joints\": [3, 4]}", "line 3", "under 'positions'")]
    [InlineData("[1, NaN]", "line 1", "'N'")]
    [InlineData("[1, 1e99]", "line 1", "found 1e99")]
    [InlineData("", "is empty", "2 positions a line")]
    public void A_wrong_trajectory_is_told_with_its_line(string lines, string where, string what)
    {
        string file = Trajectory(lines.Split('|'));
        string refusal = Refusal(Declared(rows: 2, joints: 2), ("Mode", "Replay"), ("Trajectory", file));
        refusal.ShouldContain(file);
        refusal.ShouldContain(where);
        refusal.ShouldContain(what);
    }

    [Fact]
    public void Replay_without_a_trajectory_is_told_where_to_name_one()
    {
        Refusal(Declared(rows: 2, joints: 2), ("Mode", "Replay")).ShouldContain("models.Scripted");
        Refusal(Declared(rows: 2, joints: 2), ("Mode", "Replay"), ("Trajectory", "absent.jsonl"))
            .ShouldContain("absent.jsonl");
    }

    [Fact]
    public void A_declaration_that_cannot_be_answered_is_refused()
    {
        PolicySignature fits = Declared(rows: 2, joints: 2);
        TensorSpec state = fits.Inputs[0], action = fits.Outputs[0];

        Refusal(null).ShouldContain("must declare inputs and outputs");
        Refusal(fits with { Inputs = [] }).ShouldContain("no input 'observation.state'");
        Refusal(fits with { Outputs = [] }).ShouldContain("no output 'action'");
        Refusal(fits with { Inputs = [state with { Shape = [1, 3] }] })
            .ShouldContain("3 joints in 'observation.state' and 2 in 'action'");
        Refusal(fits with { Inputs = [state with { Type = ElementType.Float64 }] }).ShouldContain("takes float32");
        Refusal(fits with { Outputs = [action with { Shape = [2] }] }).ShouldContain("[rows, joints]");
    }

    [Fact]
    public void A_wrong_option_is_told_with_the_nearest_right_one()
    {
        List<string> errors = [];
        ShippedPlugins.Get("Scripted").Check(
            TestContexts.Options(("mod", "hold"), ("Mode", "holt"), ("PeriodSeconds", "0")), errors).ShouldBeNull();
        errors.Count.ShouldBe(3);
        errors.ShouldContain(e => e.Contains("did you mean 'Mode'?"));
        errors.ShouldContain(e => e.Contains("did you mean 'Hold'?"));
        errors.ShouldContain(e => e.Contains("PeriodSeconds must be a number from 0.01"));
    }

    private static PolicySignature Declared(int rows, int joints) => new(
        [
            new TensorSpec("observation.state", TensorRole.State, ElementType.Float32, [1, joints]),
            new TensorSpec("observation.images.front", TensorRole.Image, ElementType.Float32, [1, 3, 2, 2]),
            new TensorSpec("task", TensorRole.Task, ElementType.Utf8, [1]),
        ],
        [new TensorSpec("action", TensorRole.Action, ElementType.Float32, [1, rows, joints])]);

    private Robot Start(PolicySignature declared, params (string, string)[] options) => Start(declared, _time, options);

    private Robot Start(PolicySignature declared, TimeProvider time, params (string, string)[] options) =>
        new(ShippedPlugins.Load("Scripted", Context(declared, options) with { Time = time }));

    private string Refusal(PolicySignature? declared, params (string, string)[] options) =>
        ShippedPlugins.Refusal("Scripted", Context(declared, options));

    private PolicyContext Context(PolicySignature? declared, (string, string)[] options) =>
        TestContexts.Of(_folder.FullName, null, declared, options: options);

    private string Trajectory(params string[] lines)
    {
        string path = Path.Combine(_folder.FullName, "trajectory.jsonl");
        File.WriteAllLines(path, lines);
        return Path.GetFileName(path);
    }

    /// <summary>One robot's inference and episode.</summary>
    private sealed class Robot(IPolicy policy) : IDisposable
    {
        private readonly IInference _inference = policy.CreateInference(NothingFree);

        public IPolicy Policy => policy;

        public IEpisode Episode { get; } = ((IStatefulPolicy)policy).CreateEpisode();

        public float[] Show(params ReadOnlySpan<float> state)
        {
            state.CopyTo(MemoryMarshal.Cast<byte, float>(_inference.Input(0)));
            Run(long.MaxValue, CancellationToken.None).ShouldBe(RunResult.Ok);
            return MemoryMarshal.Cast<byte, float>(_inference.Output(0)).ToArray();
        }

        public RunResult Run(long deadline, CancellationToken cancel) =>
            _inference.Run(new RunArguments(1, 0, deadline, new[] { Episode }, cancel));

        public void Dispose()
        {
            _inference.Dispose();
            Episode.Dispose();
            policy.Dispose();
        }
    }
}
