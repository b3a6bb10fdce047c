using System.Globalization;
using PolicyGate.Tests.Fixtures;
using Xunit.Abstractions;

namespace PolicyGate.Tests.Functional.Workers;

/// <summary>
/// Workers that are killed and stopped under a robot at 30 Hz: its connection stays, and it is soon answered again.
/// <c>POLICYGATE_LONG_TESTS=1 ./test KilledWorkerTests</c> does it a hundred times each way, one and a half seconds
/// apart, and demands the deadline plus a tick.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class KilledWorkerTests(ITestOutputHelper output)
{
    private const double DeadlineSeconds = 0.066;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1";
    private static readonly int Kills = IsLong ? 100 : 2;

    // What a machine that runs other tests' processes besides may take longer.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(IsLong ? 0.03 : 0.5);

    [Theory]
    [InlineData(Signal.Segv)]
    [InlineData(Signal.Stop)]
    [InlineData(Signal.Kill)]
    public async Task With_a_spare_a_robot_misses_no_more_than_the_deadline_and_a_tick(int signal)
    {
        await using ServedGateway gateway = await Start(spare: true);
        using var robot = new SteadyRobot(gateway);
        var gaps = new List<TimeSpan>();
        (long, int)? before = null;
        for (int kill = 0; kill < Kills; kill++)
        {
            robot.WaitForAnswers(IsLong ? 45 : 5, gateway);
            WorkersOfLog.WaitForSpare(() => gateway.Log.Text);
            robot.TakeLongestGap();
            before ??= Held();
            int victim = WorkersOfLog.WaitForServing(() => gateway.Log.Text);

            Signal.Send(victim, signal);

            WorkersOfLog.WaitForServing(() => gateway.Log.Text, other: victim);
            robot.WaitForAnswers(3, gateway);
            gaps.Add(robot.TakeLongestGap());
        }
        Tell(gaps, robot);
        gaps.Max().ShouldBeLessThanOrEqualTo(
            TimeSpan.FromSeconds(DeadlineSeconds) + SteadyRobot.Interval + Slack, gateway.Log.Text);
        WorkersOfLog.WaitForSpare(() => gateway.Log.Text);
        ShouldHaveKeptWithin(before!.Value, Held());
    }

    [Theory]
    [InlineData(Signal.Segv)]
    [InlineData(Signal.Stop)]
    [InlineData(Signal.Kill)]
    public async Task Without_a_spare_a_robot_is_answered_again_when_the_next_worker_has_loaded(int signal)
    {
        await using ServedGateway gateway = await Start(spare: false);
        using var robot = new SteadyRobot(gateway);
        var gaps = new List<TimeSpan>();
        for (int kill = 0; kill < (IsLong ? 100 : 1); kill++)
        {
            robot.WaitForAnswers(IsLong ? 45 : 5, gateway);
            robot.TakeLongestGap();
            int victim = WorkersOfLog.WaitForServing(() => gateway.Log.Text);

            Signal.Send(victim, signal);

            WorkersOfLog.WaitForServing(() => gateway.Log.Text, other: victim);
            robot.WaitForAnswers(3, gateway);
            gaps.Add(robot.TakeLongestGap());
        }
        Tell(gaps, robot);
        // Deadline, grace, and the start: about a second where nothing else runs.
        gaps.Max().ShouldBeLessThan(TimeSpan.FromSeconds(IsLong ? 5 : 30), gateway.Log.Text);
    }

    private static Task<ServedGateway> Start(bool spare) => ServedGateway.Start(
        Path.Combine(GoldenData.Root, "act-tiny"),
        settings: new()
        {
            ["Policies:act-tiny:Isolation"] = "Process",
            ["Policies:act-tiny:Spare"] = spare ? "true" : "false",
            ["Policies:act-tiny:Deadline"] =
                TimeSpan.FromSeconds(DeadlineSeconds).ToString("c", CultureInfo.InvariantCulture),
        });

    /// <summary>What this process, which the gateway runs in, holds: mapped regions' bytes and descriptors.</summary>
    private static (long Shared, int Descriptors) Held() =>
        (File.ReadLines("/proc/self/maps").Count(line => line.Contains("memfd:policygate")),
            Directory.GetFiles("/proc/self/fd").Length);

    private static void ShouldHaveKeptWithin((long Shared, int Descriptors) before, (long Shared, int Descriptors) now)
    {
        // Lanes and two inferences of a worker; one that died may not be unmapped yet.
        now.Shared.ShouldBeLessThanOrEqualTo(before.Shared + 3);
        now.Descriptors.ShouldBeLessThanOrEqualTo(before.Descriptors + 10);
    }

    private void Tell(List<TimeSpan> gaps, SteadyRobot robot)
    {
        gaps.Sort();
        output.WriteLine(
            $"{gaps.Count} kills, gaps beyond a tick: median {gaps[gaps.Count / 2].TotalMilliseconds:0} ms,"
            + $" most {gaps[^1].TotalMilliseconds:0} ms; ticks {robot.Ticks}");
    }
}
