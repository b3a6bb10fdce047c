using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.Chunks;

/// <summary>What a robot notices of each step; one joint, a row every 10 ms, one chunk after another.</summary>
public sealed class ChunkStepsTests
{
    private const long Millisecond = 1_000_000;
    private readonly CommandReference _commands = new();

    [Fact]
    public void Without_any_step_a_chunk_goes_out_as_it_came()
    {
        ChunkSteps steps = Steps(new ChunksConfig());
        Send(steps, at: 0, 1, 2, 3);
        Send(steps, at: 15, 7, 8, 9).ShouldBe([7f, 8f, 9f]);
    }

    [Theory]
    [InlineData(1, int.MaxValue, new[] { 2f, 3f, 4f })]
    [InlineData(0, 2, new[] { 1f, 2f })]
    [InlineData(2, 1, new[] { 3f })]
    [InlineData(9, 5, new[] { 4f })]
    public void A_window_sends_its_rows_and_always_one(int start, int size, float[] expected) =>
        Send(Steps(new ChunksConfig { WindowStart = start, WindowSize = size }), at: 0, 1, 2, 3, 4).ShouldBe(expected);

    [Fact]
    public void Resampled_rows_lie_on_the_way_that_the_robot_would_have_played()
    {
        ChunkSteps steps = Steps(new ChunksConfig { ResampledInterval = 5 * Millisecond });
        // From 0, where it is measured, over 1 after 10 ms to 3 after 20 ms.
        Send(steps, at: 0, 1, 3).ShouldBe([0.5f, 1, 2, 3]);
        // From 2, where it is after 15 ms.
        Send(steps, at: 15, 4).ShouldBe([3f, 4f]);
    }

    [Fact]
    public void Resampled_more_coarsely_the_last_row_is_still_the_chunks_last()
    {
        ChunkSteps steps = Steps(new ChunksConfig { ResampledInterval = 20 * Millisecond });
        Send(steps, at: 0, 1, 2, 3, 4, 5).ShouldBe([2f, 4f, 5f]);
    }

    [Theory]
    [InlineData(nameof(BlendMode.None), new[] { 20f, 20, 20, 20 })]
    [InlineData(nameof(BlendMode.LatestOnly), new[] { 20f, 20, 20, 20 })]
    [InlineData(nameof(BlendMode.Average), new[] { 15f, 15, 20, 20 })]
    [InlineData(nameof(BlendMode.WeightedAverage), new[] { 17f, 17, 20, 20 })]
    [InlineData(nameof(BlendMode.Conservative), new[] { 13f, 13, 20, 20 })]
    public void A_blend_mixes_with_what_was_sent_until_that_has_run_out(string mode, float[] expected)
    {
        ChunkSteps steps = Steps(new ChunksConfig { Blend = Enum.Parse<BlendMode>(mode) });
        Send(steps, at: 0, 10, 10, 10, 10);
        // Two of the four rows are still to come.
        Send(steps, at: 20, 20, 20, 20, 20).ShouldBe(expected);
    }

    [Fact]
    public void A_blend_asks_the_old_chunk_for_the_moment_that_the_new_row_is_reached_at()
    {
        ChunkSteps steps = Steps(new ChunksConfig { Blend = BlendMode.Average });
        Send(steps, at: 0, 1, 2, 3, 4);
        // Row 0 is reached 10 ms after the answer, at 15 ms: there the old one is at 1.5.
        Send(steps, at: 5, 1.5f, 2.5f, 3.5f).ShouldBe([1.5f, 2.5f, 3.5f]);
    }

    [Fact]
    public void A_cross_fade_goes_evenly_from_old_to_new()
    {
        ChunkSteps steps = Steps(
            new ChunksConfig { Blend = BlendMode.CrossFade, CrossFade = TimeSpan.FromMilliseconds(40) });
        Send(steps, at: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Send(steps, at: 10, 8, 8, 8, 8, 8).ShouldBe([2f, 4, 6, 8, 8]);
    }

    [Fact]
    public void A_temporal_ensemble_weighs_all_that_was_said_of_a_moment_the_oldest_most()
    {
        ChunkSteps steps = Steps(
            new ChunksConfig { Blend = BlendMode.TemporalEnsemble, EnsembleCoefficient = Math.Log(2) });
        Send(steps, at: 0, 0, 0, 0, 0).ShouldBe([0f, 0, 0, 0]);
        // Weights 1 and 1/2 where both speak; alone the new one.
        Send(steps, at: 10, 3, 3, 3, 3).ShouldBe([1f, 1, 1, 3], tolerance: 1e-6f);
        // 1, 1/2, 1/4; then 1, 1/2 of the later two; then the last.
        Send(steps, at: 20, 7, 7, 7, 7).ShouldBe([13 / 7f, 13 / 7f, 13 / 3f, 7], tolerance: 1e-5f);
    }

    [Fact]
    public void A_new_episode_is_blended_with_nothing()
    {
        foreach (BlendMode mode in Enum.GetValues<BlendMode>())
        {
            ChunkSteps steps = Steps(new ChunksConfig { Blend = mode });
            Send(steps, at: 0, 10, 10, 10, 10);
            steps.BeginEpisode();
            Send(steps, at: 10, 20, 20, 20).ShouldBe([20f, 20, 20], mode.ToString());
        }
    }

    [Fact]
    public void What_is_blended_is_at_the_rate_that_is_sent()
    {
        ChunkSteps steps = Steps(
            new ChunksConfig { ResampledInterval = 5 * Millisecond, Blend = BlendMode.Average });
        Send(steps, at: 0, 10, 10);
        // Measured at 0, so the old way is 5, 10, 10, 10; the new one goes on from 10.
        Send(steps, at: 10, 20, 20).ShouldBe([12.5f, 15, 20, 20]);
    }

    [Fact]
    public void A_hold_without_limits_is_two_rows_of_the_command_that_the_robot_is_at()
    {
        ChunkSteps steps = Steps(new ChunksConfig());
        Send(steps, at: 0, 1, 2, 3);
        Hold(steps, at: 15).ShouldBe([1.5f, 1.5f]);
    }

    [Fact]
    public void A_hold_brakes_within_the_robots_limits_and_ends_in_two_equal_rows()
    {
        ChunkSteps steps = Steps(new ChunksConfig(), Arm);
        // 1 rad/s, reached within the limits.
        Send(steps, at: 0, [.. Enumerable.Range(1, 60).Select(row => 0.01f * row)]);
        float[] rows = Hold(steps, at: 500);
        rows.Length.ShouldBeInRange(10, 25);
        rows[^1].ShouldBe(rows[^2]);
        rows.Zip(rows.Skip(1), (a, b) => b - a).Min().ShouldBeGreaterThanOrEqualTo(-1e-6f);
        // 1 rad/s at 10 rad/s² are 50 mrad, and 1/2 · 1 · 10/150 for taking it up and back.
        (rows[^1] - rows[0]).ShouldBeInRange(0.05f, 0.1f);
    }

    [Fact]
    public void Once_warm_no_step_allocates()
    {
        foreach (BlendMode mode in Enum.GetValues<BlendMode>())
        {
            ChunkSteps steps = Steps(new ChunksConfig { ResampledInterval = 5 * Millisecond, Blend = mode }, Arm);
            var chunk = new ActionChunk();
            for (int i = 0; i < 200; i++)
                Play(steps, chunk, i);
            // The compiler may still allocate once while it makes a method faster.
            long least = long.MaxValue;
            for (int round = 0; round < 3; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 50; i++)
                    Play(steps, chunk, 200 + (round * 50) + i);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            least.ShouldBe(0, mode.ToString());
        }
    }

    private static RobotConfig Arm => new()
    {
        Name = "arm", Minimum = [-2], Maximum = [2],
        MaximumVelocity = [2], MaximumAcceleration = [10], MaximumJerk = [150],
    };

    private static void Play(ChunkSteps steps, ActionChunk chunk, int tick)
    {
        chunk.IntervalNanoseconds = 10 * Millisecond;
        chunk.Resize(rows: 20, width: 1);
        for (int row = 0; row < 20; row++)
            chunk.Row(row)[0] = MathF.Sin((tick + row) * 0.7f);
        steps.Apply(chunk, [0f], tick * 10 * Millisecond, out _).ShouldBeNull();
    }

    private ChunkSteps Steps(ChunksConfig config, RobotConfig? robot = null)
    {
        _commands.Clear();
        return new ChunkSteps(config, robot, _commands);
    }

    private static float[] Send(ChunkSteps steps, int at, params float[] rows)
    {
        var chunk = new ActionChunk { IntervalNanoseconds = 10 * Millisecond };
        chunk.Resize(rows.Length, 1);
        rows.CopyTo(chunk.Values);
        steps.Apply(chunk, [0f], at * Millisecond, out _).ShouldBeNull();
        return chunk.Values.ToArray();
    }

    private static float[] Hold(ChunkSteps steps, int at)
    {
        var chunk = new ActionChunk { IntervalNanoseconds = 10 * Millisecond };
        steps.Hold(chunk, [0f], at * Millisecond).ShouldBeTrue();
        return chunk.Values.ToArray();
    }
}
