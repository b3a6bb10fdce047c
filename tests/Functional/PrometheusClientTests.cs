using System.Text.Json;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>What a gateway tells of itself, as Prometheus' own client library reads it.</summary>
public sealed class PrometheusClientTests
{
    [NeedsPythonFact("openarm")]
    public async Task Its_own_parser_reads_what_robots_did()
    {
        await using ServedGateway gateway = await ServedGateway.Start(
            Path.Combine(GoldenData.Root, "act-tiny"), "Scripted", new() { ["Http:Endpoint"] = "127.0.0.1:0" });
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);
        using RobotSocket robot = gateway.Connect();
        for (int tick = 0; tick < 12; tick++)
            robot.Ask(request);
        robot.Ask("""{"ping":true}""");
        using var http = new WatchClient(gateway);
        using var folder = new ScratchFolder("policygate-test-");
        string file = Path.Combine(folder.Path, "metrics.txt");
        await File.WriteAllTextAsync(file, await http.MetricsText());

        JsonElement read = await PythonProgram.Run(
            "openarm", TimeSpan.FromMinutes(1), Repository.At("tests/peers/prometheus/parse_metrics.py"), file);
        JsonElement samples = read.GetProperty("samples");
        samples.GetProperty("policygate_ticks_chunks_total{policy=act-tiny,route=act-tiny}").GetDouble().ShouldBe(12);
        samples.GetProperty("policygate_sessions_robots{route=act-tiny}").GetDouble().ShouldBe(1);
        string total = "policygate_tick_stage_duration_seconds_{0}{{{1}route=act-tiny,stage=total}}";
        samples.GetProperty(string.Format(null, total, "count", "")).GetDouble().ShouldBe(12);
        samples.GetProperty(string.Format(null, total, "bucket", "le=10,")).GetDouble().ShouldBe(12);
        JsonElement kinds = read.GetProperty("kinds");
        kinds.GetProperty("policygate_tick_stage_duration_seconds").GetString().ShouldBe("histogram");
        kinds.GetProperty("policygate_ticks_chunks").GetString().ShouldBe("counter");
        kinds.GetProperty("policygate_sessions_robots").GetString().ShouldBe("gauge");
    }
}
