using System.Text.Json;
using PolicyGate.Tests.Fixtures;
using Xunit.Abstractions;

namespace PolicyGate.Tests.Functional.Live;

/// <summary>A swap at once is a seam like any other: the robot's limits hold from one version's rows to the
/// next's.</summary>
[Collection(RealTimeRobots.Name)]
public sealed class LiveSeamTests(ITestOutputHelper output)
{
    private const double IntervalSeconds = 1 / 30.0;

    [Fact]
    public async Task The_joints_limits_hold_where_one_version_gives_way_to_another()
    {
        // Far apart: unguarded, row 0 would be 0.6 rad from where the commands stand.
        using var low = new ConstantPolicy(0.1);
        using var high = new ConstantPolicy(0.7);
        await using LiveGateway gateway = await LiveGateway.Start(
            low.Path, ConstantPolicy.Backend, "--set", $"PluginFolder={ConstantPolicy.PluginFolder}",
            "--set", "Wires:OpenArm:0:Robot=openarm-bimanual");
        using LoggedRobot robot = gateway.Connect();
        robot.Answer(200);

        await gateway.Swap(high.Path, "--now");
        robot.Answer(200);
        await gateway.RollBack("--now");
        robot.Answer(200);

        IReadOnlyList<LoggedTick> ticks = robot.Ticks;
        double[] velocities = Velocities();
        ticks.ShouldAllBe(tick => tick.Rows.Length > 0 && tick.Error == null, gateway.Log);
        bool[] toHigh = [.. ticks.Select(tick => tick.Wanted > 0.4)];
        Enumerable.Range(1, toHigh.Length - 1).Count(i => toHigh[i] != toHigh[i - 1]).ShouldBe(2, $"{robot}");
        double fastest = Enumerable.Range(0, velocities.Length).Max(joint => Fastest(ticks, joint, velocities[joint]));
        output.WriteLine($"{ticks.Count} ticks; at most {fastest:0.000} of the way that a joint may go in a row");
        fastest.ShouldBeGreaterThan(0.5, "the seam asked for more than the limits allow");
        fastest.ShouldBeLessThan(1.001);
    }

    /// <summary>
    /// What share of the way that it may go until a row is reached a joint ever goes, as the robot plays its answers.
    /// </summary>
    /// <remarks>
    /// The gateway takes an answer as played from when it was sent, the robot plays it from when it is there: what the
    /// joint may go meanwhile, now and with the answers before, comes on top.
    /// </remarks>
    private static double Fastest(IReadOnlyList<LoggedTick> ticks, int joint, double velocity)
    {
        double fastest = 0, apart = 0, command = ticks[0].Rows[0][joint];
        for (int i = 1; i < ticks.Count; i++)
        {
            (LoggedTick before, LoggedTick tick) = (ticks[i - 1], ticks[i]);
            TimeSpan passed = tick.Answered - before.Answered;
            command = Played(before, command, passed, joint);
            // What earlier ticks were apart by is made up for as the way to row 0 is gone.
            apart *= Math.Max(0, 1 - (passed.TotalSeconds / IntervalSeconds));
            apart += ((before.Answered - before.Sent) + (tick.Answered - tick.Sent)).TotalSeconds;
            double most = velocity * (IntervalSeconds + apart);
            fastest = Math.Max(fastest, Math.Abs(tick.Rows[0][joint] - command) / most);
            for (int row = 1; row < tick.Rows.Length; row++)
            {
                double step = Math.Abs(tick.Rows[row][joint] - tick.Rows[row - 1][joint]);
                fastest = Math.Max(fastest, step / (velocity * IntervalSeconds));
            }
        }
        return fastest;
    }

    /// <summary>
    /// Where a joint is commanded to be a while after a chunk has come, as OpenArm's executor plays it: row 0 is
    /// reached an interval after, from where it was then.
    /// </summary>
    private static double Played(LoggedTick chunk, double from, TimeSpan after, int joint)
    {
        double place = (after.TotalSeconds / IntervalSeconds) - 1;
        if (place < 0)
            return from + ((chunk.Rows[0][joint] - from) * (place + 1));
        int low = Math.Min((int)place, chunk.Rows.Length - 2);
        double share = Math.Min(place - low, 1);
        return chunk.Rows[low][joint] + ((chunk.Rows[low + 1][joint] - chunk.Rows[low][joint]) * share);
    }

    private static double[] Velocities()
    {
        using JsonDocument robot = JsonDocument.Parse(
            File.ReadAllBytes(Repository.At("robots/openarm-bimanual.json")));
        return [.. robot.RootElement.GetProperty("Joints").EnumerateArray()
            .Select(joint => joint.GetProperty("MaximumVelocity").GetDouble())];
    }
}
