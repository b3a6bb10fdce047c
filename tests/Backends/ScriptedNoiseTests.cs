namespace PolicyGate.Tests.Backends;

public sealed class ScriptedNoiseTests : IDisposable
{
    private readonly ScriptedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_has_the_deviation_asked_for_of_each_joint()
    {
        using ScriptedRobot robot = _folder.Start(
            ScriptedFolder.Declared(rows: 20_000, joints: 3), ("Noise:0", "0.1"), ("Noise:1", "0"), ("Noise:2", "2"));

        float[] chunk = robot.Show(1, 2, 3);

        (double mean, double deviation) = Moments(chunk, joint: 0);
        mean.ShouldBe(1, 0.005);
        deviation.ShouldBe(0.1, 0.005);
        Moments(chunk, joint: 1).ShouldBe((2, 0));
        (mean, deviation) = Moments(chunk, joint: 2);
        mean.ShouldBe(3, 0.1);
        deviation.ShouldBe(2, 0.1);
    }

    [Fact]
    public void It_is_as_normal_as_it_should_be()
    {
        using ScriptedRobot robot = _folder.Start(
            ScriptedFolder.Declared(rows: 100_000, joints: 1), ("Noise", "1"));

        float[] noise = robot.Show(0);

        (noise.Count(value => Math.Abs(value) < 1) / 100_000.0).ShouldBe(0.6827, 0.01);
        (noise.Count(value => Math.Abs(value) < 2) / 100_000.0).ShouldBe(0.9545, 0.01);
    }

    [Fact]
    public void Equal_seeds_give_equal_numbers_in_every_process()
    {
        using ScriptedRobot robot = Start(seed: 7);
        using ScriptedRobot same = Start(seed: 7);
        using ScriptedRobot other = Start(seed: 8);

        float[] first = robot.Show(0, 0);

        robot.ShowTick(1, 0, 0).ShouldNotBe(first);
        robot.ShowTick(0, 0, 0).ShouldBe(first);
        same.Show(0, 0).ShouldBe(first);
        other.Show(0, 0).ShouldNotBe(first);
        // Computed apart, in Python.
        Math.Round(first[0], 6).ShouldBe(-0.083758);
    }

    [Fact]
    public void Ticks_and_option_seeds_cannot_stand_in_for_each_other()
    {
        using ScriptedRobot one = Start(seed: 1);
        using ScriptedRobot two = Start(seed: 2);

        one.ShowTick(2, 0, 0).ShouldNotBe(two.ShowTick(1, 0, 0));
        one.ShowTick(1, 0, 0).ShouldNotBe(two.ShowTick(0, 0, 0));
    }

    [Fact]
    public void As_many_values_as_joints_are_needed() =>
        _folder.Refusal(ScriptedFolder.Declared(1, joints: 3), ("Noise:0", "0.1"), ("Noise:1", "0.1"))
            .ShouldContain("Noise has 2 values; expected is one for all joints, or 3");

    [Fact]
    public void A_value_that_is_none_is_told_with_its_place() =>
        _folder.Refusal(ScriptedFolder.Declared(1, joints: 2), ("Noise:0", "0.1"), ("Noise:1", "-1"))
            .ShouldContain("Noise:1 must be a number from 0 to 10, found '-1'");

    private static (double Mean, double Deviation) Moments(float[] chunk, int joint)
    {
        double[] values = [.. chunk.Where((_, i) => i % 3 == joint).Select(value => (double)value)];
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    private ScriptedRobot Start(int seed) => _folder.Start(
        ScriptedFolder.Declared(rows: 3, joints: 2), ("Noise", "0.1"), ("NoiseSeed", $"{seed}"));
}
