using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends;

public sealed class ScriptedTests : IDisposable
{
    private readonly ScriptedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hold_answers_every_row_with_the_positions_just_shown()
    {
        using ScriptedRobot robot = _folder.Start(ScriptedFolder.Declared(rows: 3, joints: 2));
        robot.Show(1, 2).ShouldBe([1, 2, 1, 2, 1, 2]);
        robot.Show(-4, 0.5f).ShouldBe([-4, 0.5f, -4, 0.5f, -4, 0.5f]);
    }

    [Fact]
    public void Its_values_are_the_robots_own() =>
        _folder.Start(ScriptedFolder.Declared(rows: 2, joints: 2)).Policy.Traits.RobotUnits.ShouldBeTrue();

    [Fact]
    public void Hold_takes_the_newest_of_a_history()
    {
        var state = new TensorSpec("observation.state", TensorRole.State, ElementType.Float32, [1, 2, 2]);
        PolicySignature declared = ScriptedFolder.Declared(rows: 1, joints: 2) with { Inputs = [state] };
        using ScriptedRobot robot = _folder.Start(declared);
        robot.Show(1, 2, 3, 4).ShouldBe([3, 4]);
    }

    [Fact]
    public void Two_robots_are_each_at_their_own_place()
    {
        string file = _folder.Write("rows.jsonl", "[0]", "[1]", "[2]");
        PolicySignature declared = ScriptedFolder.Declared(rows: 1, joints: 1);
        using ScriptedRobot one = _folder.Start(
            declared, ("Mode", "Replay"), ("Trajectory", file), ("RowsPerRun", "1"));
        using var other = new ScriptedRobot(one.Policy);

        one.Show(0).ShouldBe([0]);
        one.Show(0).ShouldBe([1]);
        other.Show(0).ShouldBe([0]);
        one.Show(0).ShouldBe([2]);
    }

    [Fact]
    public void Sine_swings_about_the_episodes_first_positions()
    {
        using ScriptedRobot robot = _folder.Start(
            ScriptedFolder.Declared(rows: 5, joints: 2),
            ("Mode", "Sine"), ("Amplitude", "0.5"), ("PeriodSeconds", "4"), ("RateHz", "1"));

        Near(robot.Show(1, -1), [1, -1, 1.5f, -0.5f, 1, -1, 0.5f, -1.5f, 1, -1]);
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
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
        using ScriptedRobot robot = _folder.Start(
            ScriptedFolder.Declared(rows: 1, joints: 1), ("FailEvery", "3"), ("FailWith", "the gripper is jammed"));
        RunResult failed = new(RunStatus.Failed, "the gripper is jammed");

        RunResult[] results = [.. Enumerable.Range(0, 6).Select(_ => robot.Run(long.MaxValue, CancellationToken.None))];

        results.ShouldBe([RunResult.Ok, RunResult.Ok, failed, RunResult.Ok, RunResult.Ok, failed]);
    }

    [Fact]
    public void Latency_passes_before_the_answer()
    {
        using ScriptedRobot robot = _folder.Start(
            ScriptedFolder.Declared(rows: 1, joints: 1), TimeProvider.System, ("LatencyMilliseconds", "20"));
        long began = TimeProvider.System.GetTimestamp();

        robot.Run(long.MaxValue, CancellationToken.None).ShouldBe(RunResult.Ok);

        TimeProvider.System.GetElapsedTime(began).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Latency_ends_early_at_the_deadline_and_when_it_is_cancelled()
    {
        using ScriptedRobot robot = _folder.Start(
            ScriptedFolder.Declared(rows: 1, joints: 1), TimeProvider.System, ("LatencyMilliseconds", "600000"));
        long soon = TimeProvider.System.GetTimestamp() + TimeProvider.System.TimestampFrequency / 100;
        robot.Run(soon, CancellationToken.None).Status.ShouldBe(RunStatus.DeadlineExceeded);
        robot.Run(soon, CancellationToken.None).Status.ShouldBe(RunStatus.DeadlineExceeded);

        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(10));
        robot.Run(long.MaxValue, cancel.Token).Status.ShouldBe(RunStatus.Cancelled);
    }

    [Fact]
    public void A_declaration_that_cannot_be_answered_is_refused()
    {
        PolicySignature fits = ScriptedFolder.Declared(rows: 2, joints: 2);
        TensorSpec state = fits.Inputs[0], action = fits.Outputs[0];

        _folder.Refusal(null).ShouldContain("must declare inputs and outputs");
        _folder.Refusal(fits with { Inputs = [] }).ShouldContain("no input 'observation.state'");
        _folder.Refusal(fits with { Outputs = [] }).ShouldContain("no output 'action'");
        _folder.Refusal(fits with { Inputs = [state with { Shape = [1, 3] }] })
            .ShouldContain("3 joints in 'observation.state' and 2 in 'action'");
        _folder.Refusal(fits with { Inputs = [state with { Type = ElementType.Float64 }] })
            .ShouldContain("takes float32");
        _folder.Refusal(fits with { Outputs = [action with { Shape = [2] }] }).ShouldContain("[rows, joints]");
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
}
