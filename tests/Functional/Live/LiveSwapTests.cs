using System.Text.Json;
using PolicyGate.Tests.Fixtures;
using Xunit.Abstractions;

namespace PolicyGate.Tests.Functional.Live;

/// <summary>
/// Swaps, rollbacks and refused swaps under a robot that asks a hundred times a second: each of its ticks is answered,
/// and by whom is told by what it was answered.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class LiveSwapTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Plugins = ["--set", $"PluginFolder={ConstantPolicy.PluginFolder}"];

    private readonly ConstantPolicy _old = new(0.1);
    private readonly ConstantPolicy _new = new(0.2);

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
    }

    [Fact]
    public async Task A_swap_at_once_and_a_rollback_come_between_two_ticks_and_no_tick_is_lost()
    {
        await using LiveGateway gateway = await Start();
        using LoggedRobot robot = gateway.Connect();
        robot.Answer(30);

        JsonElement report = await gateway.Swap(_new.Path, "--now");
        robot.Answer(30);
        await gateway.RollBack("--now");
        robot.Answer(30);

        report.GetProperty("trialTicks").GetInt32().ShouldBe(30);
        report.GetProperty("maximumDifference").GetDouble().ShouldBe(0.1, 1e-6);
        ShouldHaveBeenAnswered(robot, 0.1, 0.2, 0.1);
        (await gateway.Versions()).ShouldBe([1, 2]);
        LiveGateway.Current(await gateway.List()).ShouldBe(1);
    }

    [Fact]
    public async Task A_swap_for_the_next_episode_leaves_the_one_that_was_begun_alone()
    {
        await using LiveGateway gateway = await Start();
        using LoggedRobot robot = gateway.Connect();
        robot.Answer(30);

        await gateway.Swap(_new.Path);
        robot.Answer(30);
        robot.Ticks[^1].Wanted.ShouldBe(0.1, 1e-6, $"{robot}");
        robot.BeginEpisode();
        robot.Answer(30);

        ShouldHaveBeenAnswered(robot, 0.1, 0.2);
        LoggedTick first = robot.Ticks.First(tick => tick.Wanted > 0.15);
        first.Begins.ShouldBeTrue($"{first}");
        robot.Ticks.Count(tick => tick.Begins).ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_drive_the_robot_is_refused_with_the_reason_and_the_robot_notices_nothing()
    {
        using var notANumber = new ConstantPolicy(double.NaN);
        using var otherShape = new ConstantPolicy(0.2, joints: 8);
        using var noModel = new ConstantPolicy(0.2);
        File.Delete(Path.Combine(noModel.Path, "value"));
        await using LiveGateway gateway = await Start("--set", "Swaps:WholeTime=00:00:01");
        using LoggedRobot robot = gateway.Connect();
        robot.Answer(30);

        (await gateway.Refusal(notANumber.Path, "--now")).ShouldContain("NaN");
        (await gateway.Refusal(otherShape.Path, "--now")).ShouldContain("8");
        (await gateway.Refusal(_new.Path, "--now", "--backend", "NativeLibraryMissing"))
            .ShouldContain("policygate_no_such_engine");
        (await gateway.Refusal(noModel.Path, "--now")).ShouldContain("value");
        (await gateway.Refusal(_new.Path, "--now", "--within", "0.05")).ShouldContain("0.1");
        (await gateway.Refusal(_new.Path, "--now", "--backend", "NoSuch")).ShouldContain("NoSuch");
        robot.Answer(30);

        ShouldHaveBeenAnswered(robot, 0.1);
        (await gateway.Versions()).ShouldBe([1]);
    }

    [Fact]
    public async Task Twenty_swaps_in_a_row_leave_two_versions_behind()
    {
        await using LiveGateway gateway = await Start();
        using LoggedRobot robot = gateway.Connect();
        robot.Answer(10);
        List<double> wanted = [0.1];
        for (int swap = 0; swap < 20; swap++)
        {
            wanted.Add(swap % 2 == 0 ? 0.2 : 0.1);
            await gateway.Swap(swap % 2 == 0 ? _new.Path : _old.Path, "--now", "--trial-ticks", "3");
            robot.Answer(3);
        }

        ShouldHaveBeenAnswered(robot, [.. wanted]);
        await Eventually.HoldsAsync(
            async () => (await gateway.Versions()) is [20, 21], () => $"older versions are not freed:\n{gateway.Log}");
    }

    private Task<LiveGateway> Start(params string[] arguments) =>
        LiveGateway.Start(_old.Path, ConstantPolicy.Backend, [.. Plugins, .. arguments]);

    /// <summary>Each tick by one of these in this order, with whole chunks and no error.</summary>
    private void ShouldHaveBeenAnswered(LoggedRobot robot, params double[] wanted)
    {
        IReadOnlyList<LoggedTick> ticks = robot.Ticks;
        int at = 0;
        foreach (LoggedTick tick in ticks)
        {
            tick.Error.ShouldBeNull($"{tick}");
            tick.Rows.Length.ShouldBe(ConstantPolicy.Rows, $"{tick}");
            if (at + 1 < wanted.Length && IsOf(tick, wanted[at + 1]))
            {
                output.WriteLine($"{ticks[tick.Number - 1]}");
                output.WriteLine($"{tick}");
                at++;
            }
            IsOf(tick, wanted[at]).ShouldBeTrue($"expected {wanted[at]}: {tick}");
        }
        at.ShouldBe(wanted.Length - 1, $"{robot}");
        double[] times = [.. ticks.Select(tick => (tick.Answered - tick.Sent).TotalMilliseconds).Order()];
        output.WriteLine($"{times.Length} ticks, milliseconds: p50 {times[times.Length / 2]:0.0},"
            + $" p99 {times[times.Length * 99 / 100]:0.0}, most {times[^1]:0.0}");
    }

    private static bool IsOf(LoggedTick tick, double value) =>
        tick.Rows.All(row => row.All(joint => Math.Abs(joint - value) < 1e-6));
}
