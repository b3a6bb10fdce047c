namespace PolicyGate.Tests.Backends;

public sealed class ScriptedReplayTests : IDisposable
{
    private readonly ScriptedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Replay_goes_by_the_clock_from_the_episodes_first_run_and_holds_its_last_row()
    {
        string file = _folder.Write("rows.jsonl", "[0, 10]", "{\"positions\": [1, 11]}", "", "[2, 12]", "[3.5, 13]");
        using ScriptedRobot robot = _folder.Start(
            ScriptedFolder.Declared(rows: 2, joints: 2), ("Mode", "replay"), ("Trajectory", file), ("RateHz", "10"));

        _folder.Time.Advance(TimeSpan.FromSeconds(5));
        robot.Show(7, 7).ShouldBe([0, 10, 1, 11]);
        _folder.Time.Advance(TimeSpan.FromMilliseconds(100));
        robot.Show(7, 7).ShouldBe([1, 11, 2, 12]);
        _folder.Time.Advance(TimeSpan.FromMilliseconds(240));
        robot.Show(7, 7).ShouldBe([3.5f, 13, 3.5f, 13]);
        _folder.Time.Advance(TimeSpan.FromHours(24));
        robot.Show(7, 7).ShouldBe([3.5f, 13, 3.5f, 13]);

        robot.Episode.Reset();
        robot.Show(7, 7).ShouldBe([0, 10, 1, 11]);
    }

    [Fact]
    public void Replay_goes_by_rows_where_it_is_told_how_many_are_played()
    {
        string file = _folder.Write("rows.jsonl", "[0]", "[1]", "[2]", "[3]", "[4]");
        using ScriptedRobot robot = _folder.Start(
            ScriptedFolder.Declared(rows: 2, joints: 1), ("Mode", "Replay"), ("Trajectory", file), ("RowsPerRun", "2"));

        robot.Show(0).ShouldBe([0, 1]);
        robot.Show(0).ShouldBe([2, 3]);
        robot.Show(0).ShouldBe([4, 4]);
    }

    [Theory]
    [InlineData("[1, 2]|[3]", "line 2", "found 1 values")]
    [InlineData("[1, 2]||{\"joints\": [3, 4]}", "line 3", "under 'positions'")]
    [InlineData("[1, NaN]", "line 1", "'N'")]
    [InlineData("[1, 2]|7|[3]", "line 3", "found 1 values")]
    [InlineData("[1, 1e99]", "line 1", "found 1e99")]
    [InlineData("", "is empty", "2 positions a line")]
    public void A_wrong_trajectory_is_told_with_its_line(string lines, string where, string what)
    {
        string file = _folder.Write("rows.jsonl", lines.Split('|'));
        string refusal = Refusal(file);
        refusal.ShouldContain(file);
        refusal.ShouldContain(where);
        refusal.ShouldContain(what);
    }

    [Fact]
    public void Replay_without_a_trajectory_is_told_where_to_name_one()
    {
        _folder.Refusal(ScriptedFolder.Declared(rows: 2, joints: 2), ("Mode", "Replay"))
            .ShouldContain("models.Scripted");
        _folder.Refusal(ScriptedFolder.Declared(rows: 2, joints: 2), ("Mode", "Replay"), ("Trajectory", "absent.jsonl"))
            .ShouldContain("absent.jsonl");
    }

    [Fact]
    public void A_csv_without_a_header_has_the_policys_columns()
    {
        string file = _folder.Write("rows.csv", "0, 10", "1,11", "", "2.5 , 1.2e1");
        using ScriptedRobot robot = Start(file, rows: 3);

        robot.Show(7, 7).ShouldBe([0, 10, 1, 11, 2.5f, 12]);
    }

    [Fact]
    public void A_csv_with_names_is_put_in_the_policys_order()
    {
        _folder.Write("policy.json", """{"outputs": {"action": {"names": ["shoulder", "elbow"]}}}""");
        string file = _folder.Write("rows.csv", "elbow,shoulder", "10,0", "11,1");
        using ScriptedRobot robot = Start(file, rows: 2);

        robot.Show(7, 7).ShouldBe([0, 10, 1, 11]);
    }

    [Fact]
    public void Names_that_the_policy_does_not_tell_leave_the_columns_as_they_stand()
    {
        string file = _folder.Write("rows.csv", "b,a", "10,0");
        using ScriptedRobot robot = Start(file, rows: 1);

        robot.Show(7, 7).ShouldBe([10, 0]);
    }

    [Fact]
    public void Timestamps_put_the_rows_at_their_moments()
    {
        string file = _folder.Write("rows.csv", "a,timestamp,b", "0,100.0,0", "1,100.1,10", "2,100.3,30", "9,100.35,0");
        using ScriptedRobot robot = Start(file, rows: 6);

        // Every 100 ms: as they are, halfway between the second and the third, and the last at the end.
        float[] rows = robot.Show(7, 7);

        float[] expected = [0, 0, 1, 10, 1.5f, 20, 2, 30, 9, 0, 9, 0];
        for (int i = 0; i < rows.Length; i++)
            rows[i].ShouldBe(expected[i], 1e-4f);
    }

    [Theory]
    [InlineData("1,2|3", "line 2", "expected are 2 values with commas between them, found 1")]
    [InlineData("1,2|3,x|4,5", "line 2", "a number in column 2, found 'x'")]
    [InlineData("1,2|3,NaN", "line 2", "found 'NaN'")]
    [InlineData("1,2|3,1e39", "line 2", "found '1e39'")]
    [InlineData("1;2", "line 1", "the header names 1 joints; the policy has 2")]
    [InlineData("0.1,1,2", "line 1", "a column of timestamps needs a header")]
    [InlineData("a,a|1,2", "line 1", "the header names 'a' twice")]
    [InlineData("a,b,timestamp,timestamp|1,2,3,4", "line 1", "the header names 'timestamp' twice")]
    [InlineData("a,timestamp|1,2", "line 1", "the header names 1 joints; the policy has 2")]
    [InlineData("timestamp,a,b|0,1,2|0,1,2", "line 3", "timestamp 0 is not after the one before it, 0")]
    [InlineData("timestamp,a,b|0,1,2|1e9,1,2", "rows.csv", "read as seconds, span 1000000000")]
    [InlineData("a,b", "is empty", "2 positions a line")]
    public void A_wrong_csv_is_told_with_its_line(string lines, string where, string what)
    {
        string refusal = Refusal(_folder.Write("rows.csv", lines.Split('|')));

        refusal.ShouldContain("rows.csv");
        refusal.ShouldContain(where);
        refusal.ShouldContain(what);
    }

    [Fact]
    public void A_column_that_is_no_joint_is_told_with_the_nearest_that_is()
    {
        _folder.Write("policy.json", """{"outputs": {"action": {"names": ["shoulder", "elbow"]}}}""");

        Refusal(_folder.Write("rows.csv", "sholder,elbow", "1,2"))
            .ShouldContain("line 1: the header has 'sholder', which is no joint; did you mean 'shoulder'?");
    }

    [Fact]
    public void All_wrong_lines_are_told_at_once_but_not_a_thousand()
    {
        string[] few = Refusal(_folder.Write("rows.csv", "1,2", "3", "4,x", "5,6")).Split('\n');
        string[] many = Refusal(_folder.Write("rows.csv", [.. Enumerable.Repeat("1,2,3,4", 1000)])).Split('\n');

        few.Length.ShouldBe(2);
        few[1].ShouldContain("line 3");
        many.Length.ShouldBe(10);
    }

    [Fact]
    public void A_file_without_end_is_not_read_to_the_end() =>
        Refusal(_folder.Write("rows.csv", [.. Enumerable.Repeat("0,0", 1_000_001)]))
            .ShouldContain("more than 1000000 lines");

    [Fact]
    public void A_file_that_the_mode_passes_over_is_refused()
    {
        string file = _folder.Write("rows.csv", "1,2");

        _folder.Refusal(ScriptedFolder.Declared(rows: 1, joints: 2), ("Trajectory", file))
            .ShouldContain("Trajectory is for Mode Replay, and Mode is Hold");
    }

    private ScriptedRobot Start(string file, int rows) => _folder.Start(
        ScriptedFolder.Declared(rows, joints: 2), ("Mode", "Replay"), ("Trajectory", file), ("RateHz", "10"));

    private string Refusal(string file) => _folder.Refusal(
        ScriptedFolder.Declared(rows: 1, joints: 2), ("Mode", "Replay"), ("Trajectory", file));
}
