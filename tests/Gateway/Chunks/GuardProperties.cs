using FsCheck;
using FsCheck.Fluent;
using PolicyGate.Gateway.Chunks;

namespace PolicyGate.Tests.Gateway.Chunks;

/// <summary>What holds of every way that a robot is sent, whatever a policy wants and whenever it answers.</summary>
public sealed class GuardProperties
{
    // Sixteen roundings to float32 of the larger position: a third difference has eight of its own, and so has the
    // state that it starts from.
    private const double Roundings = 16.0 / (1 << 24);

    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20261121, 7);

    [Fact]
    public void What_is_sent_breaks_no_limit_across_all_seams_and_holds_only_where_nothing_else_is_left() =>
        Check.One(Fixed, Prop.ForAll(GuardScenario.Any, scenario => Play(scenario)));

    [Fact]
    public void A_chunk_within_all_limits_comes_out_to_the_bit() =>
        Check.One(Fixed, Prop.ForAll(GuardScenario.Any, scenario => Play(scenario, again: true)));

    /// <param name="scenario">What is wanted, and when.</param>
    /// <param name="again">Whether each sent chunk is asked for once more, as what the policy wants.</param>
    private static void Play(GuardScenario scenario, bool again = false)
    {
        var commands = new CommandReference();
        var guard = new ChunkGuard(scenario.Robot);
        var stop = new SafeStop(scenario.Robot);
        var leadUp = new ActionChunk();
        long now = 0;
        CommandReference.LeadUpAtRest([(float)scenario.Start], scenario.Interval, leadUp);
        foreach (GuardStep step in scenario.Steps)
        {
            ActionChunk chunk = Chunk(step.Wanted(leadUp.Row(2)[0], scenario.Range), scenario.Interval);
            if (guard.Limit(chunk, leadUp, out _) is null)
            {
                ShouldKeepLimits(scenario, leadUp, chunk);
                if (again)
                    ShouldPassUnchanged(guard, leadUp, chunk);
            }
            else if (stop.Fill(leadUp, chunk))
            {
                Assert.Fail("the robot could still brake within its limits, but the guard found no way");
            }
            else
            {
                chunk.Values.ToArray().Distinct().Count().ShouldBe(1);
                leadUp.Fill(chunk.Row(0));
            }
            commands.Sent(chunk, leadUp, now);
            now += commands.DurationNanoseconds * step.Wait / 1000;
            commands.LeadUp(now, scenario.Interval, leadUp);
        }
    }

    private static void ShouldPassUnchanged(ChunkGuard guard, ActionChunk leadUp, ActionChunk chunk)
    {
        float[] sent = chunk.Values.ToArray();
        guard.Limit(chunk, leadUp, out int limited).ShouldBeNull();
        limited.ShouldBe(0);
        chunk.Values.ToArray().ShouldBe(sent);
    }

    private static void ShouldKeepLimits(GuardScenario scenario, ActionChunk leadUp, ActionChunk chunk)
    {
        double[] way = [.. leadUp.Values.ToArray().Concat(chunk.Values.ToArray()).Select(value => (double)value)];
        double h = scenario.Interval / 1e9;
        for (int i = 3; i < way.Length; i++)
        {
            double slack = Roundings * Math.Max(Math.Abs(way[i]), Math.Abs(way[i - 1]));
            double first = way[i] - way[i - 1];
            double second = first - (way[i - 1] - way[i - 2]);
            double third = second - (way[i - 1] - (2 * way[i - 2]) + way[i - 3]);
            double.IsFinite(way[i]).ShouldBeTrue();
            Math.Abs(third).ShouldBeLessThanOrEqualTo((scenario.Jerk * h * h * h) + slack, $"jerk, row {i - 3}");
            Math.Abs(second).ShouldBeLessThanOrEqualTo((scenario.Acceleration * h * h) + slack, $"row {i - 3}");
            Math.Abs(first).ShouldBeLessThanOrEqualTo((scenario.Velocity * h) + slack, $"velocity, row {i - 3}");
            double bound = Math.Max((float)scenario.Range, Math.Abs(way[i - 1]));
            Math.Abs(way[i]).ShouldBeLessThanOrEqualTo(bound + slack, $"position, row {i - 3}");
        }
    }

    private static ActionChunk Chunk(float[] rows, long interval)
    {
        var chunk = new ActionChunk { IntervalNanoseconds = interval };
        chunk.Resize(rows.Length, 1);
        rows.CopyTo(chunk.Values);
        return chunk;
    }
}
