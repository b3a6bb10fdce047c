using PolicyGate.Gateway.Chunks;

namespace PolicyGate.Tests.Gateway.Chunks;

public sealed class CommandReferenceTests
{
    private const long Millisecond = 1_000_000;
    private readonly CommandReference _commands = new();

    [Theory]
    [InlineData(-20, 0)]
    [InlineData(0, 0)]
    [InlineData(5, 0.5f)]
    [InlineData(10, 1)]
    [InlineData(15, 1.5f)]
    [InlineData(20, 2)]
    [InlineData(25, 3)]
    [InlineData(30, 4)]
    [InlineData(1000, 4)]
    public void The_command_moves_from_the_measured_position_through_the_rows_and_stays_at_the_last(
        int milliseconds, float expected)
    {
        Send(at: 0, measured: 0, 1, 2, 4);
        At(milliseconds).ShouldBe(expected, 1e-6f);
    }

    [Fact]
    public void A_second_chunk_starts_from_where_the_first_had_brought_the_robot()
    {
        Send(at: 0, measured: 0, 1, 2, 4);
        Send(at: 15, measured: 99, 3.5f, 3.5f);
        At(15).ShouldBe(1.5f, 1e-6f);
        At(20).ShouldBe(2.5f, 1e-6f);
    }

    [Fact]
    public void What_leads_up_to_a_seam_is_the_way_that_the_robot_came_over_two_chunks()
    {
        Send(at: 0, measured: 0, 1, 2, 4);
        Send(at: 15, measured: 99, 3.5f, 3.5f);
        // 20 ms ago it stood, 10 ms ago it was at the first chunk's first row, as near as rows 10 ms apart tell.
        LeadUp(at: 20).ShouldBe([0.25f, 1f, 2.5f], tolerance: 1e-6f);
    }

    [Fact]
    public void A_robot_that_has_come_to_its_last_row_is_at_rest()
    {
        Send(at: 0, measured: 0, 1, 2, 4);
        LeadUp(at: 30).ShouldBe([4f, 4f, 4f]);
        LeadUp(at: 25).ShouldBe([0.5f, 1.5f, 3f], tolerance: 1e-6f);
    }

    [Fact]
    public void A_new_episode_forgets_where_the_last_one_stood()
    {
        Send(at: 0, measured: 0, 1, 2);
        _commands.Clear();
        _commands.Known.ShouldBeFalse();
        Send(at: 5, measured: 4, 5, 5);
        At(5).ShouldBe(4);
    }

    private void Send(int at, float measured, params float[] rows)
    {
        var chunk = new ActionChunk { IntervalNanoseconds = 10 * Millisecond };
        chunk.Resize(rows.Length, 1);
        rows.CopyTo(chunk.Values);
        var leadUp = new ActionChunk();
        if (_commands.Known)
            _commands.LeadUp(at * Millisecond, chunk.IntervalNanoseconds, leadUp);
        else
            CommandReference.LeadUpAtRest([measured], chunk.IntervalNanoseconds, leadUp);
        _commands.Sent(chunk, leadUp, at * Millisecond);
    }

    private float At(int milliseconds)
    {
        var command = new float[1];
        _commands.Evaluate(milliseconds * Millisecond, command);
        return command[0];
    }

    private float[] LeadUp(int at)
    {
        var rows = new ActionChunk();
        _commands.LeadUp(at * Millisecond, 10 * Millisecond, rows);
        return rows.Values.ToArray();
    }
}
