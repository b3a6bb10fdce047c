using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Tests.Gateway.Comparison.Statistics;

/// <summary>Against the executor of tools/sim/robot.py and the jerk of tools/sim/measure.py, in numpy.</summary>
public sealed class SideMotionTests
{
    private const long Step = 33_333_333;

    private static readonly float[] First = [0.1f, 0.3f, 0.4f, 0.2f, 0.1f];
    private static readonly float[] Second = [0.5f, 0.6f, 0.65f, 0.7f];

    [Theory]
    [InlineData(Step, new[] { 0.1, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7 }, 3361.473, 1742.843, 6750.0, 0.3)]
    [InlineData(
        2 * Step, new[] { 0.075, 0.1, 0.2, 0.35, 0.5, 0.55, 0.6, 0.625, 0.65, 0.675, 0.7 }, 1558.846, 1785.882, 2700.0,
        0.05)]
    public void A_chunk_gives_way_to_the_next_as_on_the_simulated_robot(
        long interval, double[] path, double rms, double seamRms, double max, double jump)
    {
        var tally = new JointMotionTally();
        SideMotion robot = Create(interval, tally);
        var played = new List<double>();
        robot.Begin([0.05f]);
        for (int step = 0; step < path.Length; step++)
        {
            if (step == 0)
                robot.Take(First, interval, step);
            else if (step == 3)
                robot.Take(Second, interval, step);
            robot.Play(step);
            played.Add(robot.Last(0));
        }

        for (int i = 0; i < path.Length; i++)
            played[i].ShouldBe(path[i], 1e-6, $"step {i}");
        MotionFigures found = tally.Figures();
        found.JerkRms.ShouldBe(rms, 0.01);
        found.SeamJerkRms.ShouldNotBeNull().ShouldBe(seamRms, 0.01);
        found.JerkMax.ShouldBe(max, 0.01);
        found.Seams.ShouldBe(1);
        found.SeamJumpMax.ShouldBe(jump, 1e-6);
    }

    [Fact]
    public void The_last_row_is_held_and_another_episode_begins_anew()
    {
        var tally = new JointMotionTally();
        SideMotion robot = Create(Step, tally);
        robot.Begin([]);
        robot.Take([1f, 1f], Step, step: 0);
        for (int step = 0; step < 10; step++)
            robot.Play(step);
        robot.Last(0).ShouldBe(1);

        robot.Begin([-5f]);
        robot.Take([-5f, -5f], Step, step: 0);
        for (int step = 0; step < 10; step++)
            robot.Play(step);
        tally.Figures().ShouldBe(new MotionFigures(0, 0, null, 0, 0, 0, 0));
    }

    [Fact]
    public void Nothing_is_played_before_the_first_chunk()
    {
        SideMotion robot = Create(Step, new JointMotionTally());
        robot.Begin([0.5f]);
        robot.Play(0);
        robot.Last(0).ShouldBe(0.5);
        robot.StepsToPlay.ShouldBe(0);
    }

    private static SideMotion Create(long interval, JointMotionTally tally) =>
        new(new SideGrid(new ChunkForm(Rows: 5, Width: 1, interval), [0]), Step, [tally]);
}
