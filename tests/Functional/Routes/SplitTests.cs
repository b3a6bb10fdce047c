using System.Text.Json;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Functional.Replay;

namespace PolicyGate.Tests.Functional.Routes;

/// <summary>A robot whose episodes are divided between two policies, on the real host with its recorder on.</summary>
public sealed class SplitTests : IDisposable
{
    private const int TicksOfAnEpisode = 8;

    private readonly ScratchFolder _folder = new("policygate-test-");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_episode_is_one_policys_in_answers_recording_and_metrics_and_plays_again_to_the_bit()
    {
        const int Ticks = 10 * TicksOfAnEpisode;
        double byReach, byHold;
        await using (RecordingGateway gateway = await RecordingGateway.Start(_folder, settings: Settings()))
        {
            using RobotSocket robot = gateway.Gateway.Connect();
            for (int tick = 0; tick < Ticks; tick++)
                robot.Ask(gateway.Request(tick % TicksOfAnEpisode, reset: tick % TicksOfAnEpisode == 0));
            using var http = new WatchClient(gateway.Gateway);
            PrometheusSamples samples = await http.Metrics();
            byReach = samples["policygate_ticks_chunks_total{route=\"arm\",policy=\"reach\"}"];
            byHold = samples["policygate_ticks_chunks_total{route=\"arm\",policy=\"hold\"}"];
        }

        Dictionary<string, List<RecordedTick>> recorded = Recorded();
        recorded.Keys.Order().ShouldBe(["hold", "reach"]);
        (recorded["reach"].Count, recorded["hold"].Count).ShouldBe(((int)byReach, (int)byHold));
        (byReach + byHold).ShouldBe(Ticks);
        foreach ((string policy, List<RecordedTick> ticks) in recorded)
        {
            // Whole episodes: each begins with a reset, and all of its ticks are there.
            ticks.Count(tick => tick.BeginsEpisode).ShouldBe(ticks.Count / TicksOfAnEpisode, policy);
            ticks.GroupBy(tick => tick.Tick / TicksOfAnEpisode).ShouldAllBe(e => e.Count() == TicksOfAnEpisode);
        }
        JsonElement played = RecordingGateway.Replay(_folder.Path, exitCode: 0);
        played.GetProperty("sameTicks").GetInt64().ShouldBe(Ticks);
    }

    private static Dictionary<string, string?> Settings() => new()
    {
        ["Policies:hold:Folder"] = Repository.At("samples/policies/reach"),
        ["Policies:hold:Backend"] = "Scripted",
        ["Policies:hold:Deadline"] = "00:00:10",
        ["Routes:arm:Split:Weights:reach"] = "1",
        ["Routes:arm:Split:Weights:hold"] = "1",
        ["Routes:arm:Split:Seed"] = "3",
        ["Wires:OpenArm:0:Route"] = "arm",
        ["Http:Endpoint"] = "127.0.0.1:0",
        ["Chunks:DropLateRows"] = "false",
        ["Limits:QueueTime"] = "00:00:10",
        ["Limits:DrainTime"] = "00:00:30",
    };

    private Dictionary<string, List<RecordedTick>> Recorded()
    {
        RecordingInput.Open(_folder.Path, new LimitsOptions(), out RecordingInput? input).ShouldBeNull();
        RecordingRun run = input!.Runs.Single();
        return run.Read().GroupBy(tick => run.Manifest.Routes.Single(route => route.Name == tick.Route).Policy)
            .ToDictionary(ticks => ticks.Key, ticks => ticks.ToList());
    }
}
