using PolicyGate.Gateway.Chunks;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Chunks;

public sealed class CommandReferenceTests
{
    private readonly ManualTime _time = new();

    [Theory]
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
        var commands = new CommandReference(_time);
        commands.Sent(Chunk(1, 2, 4), measured: [0]);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        Now(commands).ShouldBe(expected, 1e-6f);
    }

    [Fact]
    public void A_second_chunk_starts_from_where_the_first_had_brought_the_robot()
    {
        var commands = new CommandReference(_time);
        commands.Sent(Chunk(1, 2, 4), measured: [0]);
        _time.Advance(TimeSpan.FromMilliseconds(15));
        commands.Sent(Chunk(3.5f, 3.5f), measured: [99]);
        Now(commands).ShouldBe(1.5f, 1e-6f);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Now(commands).ShouldBe(2.5f, 1e-6f);
    }

    [Fact]
    public void A_new_episode_forgets_where_the_last_one_stood()
    {
        var commands = new CommandReference(_time);
        commands.Sent(Chunk(1, 2), measured: [0]);
        commands.Clear();
        commands.Known.ShouldBeFalse();
        commands.Sent(Chunk(5, 5), measured: [4]);
        Now(commands).ShouldBe(4);
    }

    private static float Now(CommandReference commands)
    {
        var command = new float[1];
        commands.Evaluate(command);
        return command[0];
    }

    private static ActionChunk Chunk(params float[] rows)
    {
        var chunk = new ActionChunk { IntervalNanoseconds = 10_000_000 };
        chunk.Resize(rows.Length, 1);
        rows.CopyTo(chunk.Values);
        return chunk;
    }
}
