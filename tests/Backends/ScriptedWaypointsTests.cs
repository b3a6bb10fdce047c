using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends;

public sealed class ScriptedWaypointsTests : IDisposable
{
    private const float Near = 1e-5f;

    private readonly ScriptedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_way_begins_where_the_robot_stands_and_each_pose_is_held_as_long_as_asked()
    {
        // Row by row at 2 Hz: a way of 2 s, 1 s there, and 1 s on.
        using ScriptedRobot robot = Start(
            rows: 10, joints: 1, hz: 2,
            """{"positions": [3], "seconds": 2, "hold_seconds": 1}""", """{"positions": [-1], "seconds": 1}""");

        Course(robot.Show(1)).ShouldBe([1, 1.2070, 2, 2.7930, 3, 3, 3, 1, -1, -1]);
    }

    [Fact]
    public void The_way_is_the_one_with_the_least_jerk()
    {
        using ScriptedRobot robot = Start(rows: 101, joints: 1, hz: 100, """{"positions": [1], "seconds": 1}""");

        float[] way = robot.Show(0);

        for (int i = 0; i < way.Length; i++)
        {
            double t = i / 100.0;
            way[i].ShouldBe((float)((10 * Math.Pow(t, 3)) - (15 * Math.Pow(t, 4)) + (6 * Math.Pow(t, 5))), Near);
        }
    }

    [Fact]
    public void A_speed_is_the_greatest_of_the_joint_that_goes_farthest()
    {
        const int Hz = 1000;
        using ScriptedRobot robot = Start(rows: 1000, joints: 2, Hz, """{"positions": [0.1, -0.2], "speed": 0.8}""");

        float[] way = robot.Show(0, 0);

        double fastest = 0;
        for (int row = 1; row < 1000; row++)
            fastest = Math.Max(fastest, Math.Abs(way[(2 * row) + 1] - way[(2 * row) - 1]) * Hz);
        fastest.ShouldBe(0.8, 0.001);
        way[^2..].ShouldBe([0.1f, -0.2f]);
    }

    [Fact]
    public void A_waypoint_without_speed_or_time_goes_by_the_option()
    {
        // 0.75 at most 0.375 a second fast: 0.75 · 15/8 / 0.375 = 3.75 s.
        using ScriptedRobot robot = Start(
            ScriptedFolder.Declared(rows: 5, joints: 1), ["[0.75]"], ("RateHz", "1"), ("Speed", "0.375"));

        float[] way = robot.Show(0);

        way[3].ShouldBeLessThan(0.75f);
        way[4].ShouldBe(0.75f);
    }

    [Fact]
    public void A_loop_goes_on_from_the_last_to_the_first()
    {
        using ScriptedRobot robot = Start(
            ScriptedFolder.Declared(rows: 9, joints: 1),
            ["""{"positions": [1], "seconds": 1}""", """{"positions": [2], "seconds": 2}"""],
            ("RateHz", "1"), ("Loop", "true"));

        robot.Show(7).ShouldBe([7, 1, 1.5f, 2, 1, 1.5f, 2, 1, 1.5f]);
        _folder.Time.Advance(TimeSpan.FromSeconds(3001));
        robot.Show(0).ShouldBe([1, 1.5f, 2, 1, 1.5f, 2, 1, 1.5f, 2]);
    }

    [Fact]
    public void A_loop_through_one_pose_stays_there()
    {
        using ScriptedRobot robot = Start(
            ScriptedFolder.Declared(rows: 4, joints: 1), ["""{"positions": [5], "speed": 20}"""],
            ("RateHz", "1"), ("Loop", "true"));

        robot.Show(4).ShouldBe([4, 5, 5, 5]);
    }

    [Fact]
    public void A_robot_that_stands_at_the_first_pose_is_there()
    {
        using ScriptedRobot robot = Start(rows: 2, joints: 1, hz: 1, """{"positions": [5], "speed": 1}""");

        robot.Show(5).ShouldBe([5, 5]);
    }

    [Fact]
    public void Each_robot_begins_where_it_stands_and_again_with_a_new_episode()
    {
        using ScriptedRobot one = Start(rows: 3, joints: 1, hz: 1, """{"positions": [4], "seconds": 2}""");
        using var other = new ScriptedRobot(one.Policy);

        one.Show(0).ShouldBe([0, 2, 4]);
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        other.Show(8).ShouldBe([8, 6, 4]);
        one.Show(99).ShouldBe([2, 4, 4]);
        one.Episode.Reset();
        one.Show(6).ShouldBe([6, 5, 4]);
    }

    [Fact]
    public void Once_warm_a_run_allocates_nothing()
    {
        using ScriptedRobot robot = Start(
            ScriptedFolder.Declared(rows: 50, joints: 2), ["[1, 2]", "[3, 4]"],
            ("Loop", "true"), ("RowsPerRun", "7"), ("Noise", "0.1"));
        for (int i = 0; i < 32; i++)
            robot.Run(long.MaxValue, CancellationToken.None);

        Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 32; i++)
                robot.Run(long.MaxValue, CancellationToken.None);
        }).ShouldBe(0);
    }

    [Theory]
    [InlineData("[1, 2]|[3]", "line 2", "found 1 values")]
    [InlineData("[1, 2]|{]", "line 2", "it is no JSON")]
    [InlineData("""{"positions": [1, 2], "second": 1}""", "line 1", "did you mean 'seconds'?")]
    [InlineData("""{"positions": [1, 2], "seconds": 1, "speed": 1}""", "line 1", "give one of them")]
    [InlineData("""{"positions": [1, 2], "seconds": 0}""", "line 1", "from 0.001 to 3600 under 'seconds', found 0")]
    [InlineData("""{"positions": [1, 2], "hold_seconds": "1"}""", "line 1", "under 'hold_seconds', found \"1\"")]
    [InlineData("", "has 0 waypoints", "one a line")]
    public void A_wrong_file_is_told_with_its_line(string lines, string where, string what)
    {
        string file = _folder.Write("poses.jsonl", lines.Split('|'));

        string refusal = _folder.Refusal(
            ScriptedFolder.Declared(rows: 2, joints: 2), ("Mode", "Waypoints"), ("Waypoints", file));

        refusal.ShouldContain(file);
        refusal.ShouldContain(where);
        refusal.ShouldContain(what);
    }

    [Fact]
    public void Waypoints_without_a_file_are_told_where_to_name_one() =>
        _folder.Refusal(ScriptedFolder.Declared(rows: 2, joints: 2), ("Mode", "Waypoints"))
            .ShouldContain("the option Waypoints, or under models.Scripted");

    private static double[] Course(float[] found) => [.. found.Select(value => Math.Round(value, 4))];

    private ScriptedRobot Start(int rows, int joints, int hz, params string[] waypoints) =>
        Start(ScriptedFolder.Declared(rows, joints), waypoints, ("RateHz", $"{hz}"));

    private ScriptedRobot Start(PolicySignature declared, string[] waypoints, params (string, string)[] options)
    {
        string file = _folder.Write("poses.jsonl", waypoints);
        return _folder.Start(declared, [("Mode", "Waypoints"), ("Waypoints", file), .. options]);
    }
}
