using System.Text.RegularExpressions;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Fixtures.Otlp;

namespace PolicyGate.Tests.Functional.Otlp;

/// <summary>What a collector gets of the built gateway, and what the gateway makes of one that takes nothing.</summary>
public sealed class OtlpTests : IDisposable
{
    private const int Ticks = 6;
    private const string Lost = """{"name":"inference","data_path":"/dev/shm/policygate-no-such.arrow"}""";
    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    private readonly ScratchFolder _folder = new("policygate-test-");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ticks_arrive_as_spans_that_hold_their_stages(bool grpc)
    {
        await using OtlpCollector collector = await OtlpCollector.Start(grpc);
        await using GatewayProcess gateway = await Start(collector.Variables(
            "OTEL_TRACES_SAMPLER=always_on", "OTEL_SERVICE_NAME=left-arm",
            "OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=lab", "OTEL_EXPORTER_OTLP_HEADERS=key=value"));
        Drive(gateway);
        Eventually.Holds(() => Roots(collector).Count == Ticks + 1, () => gateway.Errors);

        collector.Resource["service.name"].ShouldBe("left-arm");
        collector.Resource["deployment.environment.name"].ShouldBe("lab");
        collector.Headers.ShouldAllBe(headers => headers["key"] == "value");
        IReadOnlyList<OtlpSpan> spans = collector.Spans;
        foreach (OtlpSpan tick in Roots(collector).SkipLast(1))
            HoldsItsStages(tick, [.. spans.Where(span => span.Trace == tick.Trace && span.Parent == tick.Id)]);
        OtlpSpan failed = Roots(collector)[^1];
        (failed.Status, failed.Attributes["policygate.reason"]).ShouldBe((OtlpSpan.Failed, "NotFound"));
    }

    [Fact]
    public async Task Metrics_arrive_under_the_names_and_units_that_they_are_made_with()
    {
        await using OtlpCollector collector = await OtlpCollector.Start();
        await using GatewayProcess gateway = await Start(collector.Variables());
        Drive(gateway);
        Eventually.Holds(
            () => Sum(collector, "policygate.ticks.chunks") == Ticks && Sum(collector, "policygate.ticks.skips") == 1
                && collector.Metrics("policygate.ticks.skips").GetValueOrDefault("policygate.tick.stage.duration")?
                    .Points.SingleOrDefault(point => point.Attributes["stage"] is "run")?.Value == Ticks,
            () => gateway.Errors);

        IReadOnlyDictionary<string, OtlpMetric> metrics = collector.Metrics(with: "policygate.ticks.skips");
        metrics["policygate.ticks.chunks"].Unit.ShouldBe("{tick}");
        metrics["policygate.ticks.chunks"].Points.Single().Attributes.ShouldBe(
            new Dictionary<string, object> { ["route"] = "act-tiny", ["policy"] = "act-tiny" }, ignoreOrder: true);
        OtlpMetric stages = metrics["policygate.tick.stage.duration"];
        (stages.Unit, stages.IsHistogram).ShouldBe(("s", true));
        OtlpPoint run = stages.Points.Single(point => point.Attributes["stage"] is "run");
        run.Value.ShouldBe(Ticks);
        (run.Bounds.Count, run.Bounds[0], run.Bounds[^1]).ShouldBe((17, 0.0001, 10));
        metrics["policygate.ready"].Points.Single().Value.ShouldBe(1);
        metrics["process.start_time"].Unit.ShouldBe("s");
        metrics["dotnet.process.memory.working_set"].Unit.ShouldBe("By");
        collector.Resource["service.name"].ShouldBe("policygate");
    }

    [Fact]
    public async Task The_span_of_a_LeRobot_robots_own_is_above_its_tick()
    {
        await using OtlpCollector collector = await OtlpCollector.Start();
        await using GatewayProcess gateway = await GatewayProcess.StartUnder(
            ["env", .. collector.Variables()], Policy, "Scripted", socketPath: null, "--lerobot", "127.0.0.1:0");
        const string Listening = @"listening on (?<at>127\.0\.0\.1:\d+) for LeRobot robots";
        await gateway.Says("for LeRobot robots");
        using var robot = new LeRobotRobot(System.Net.IPEndPoint.Parse(
            Regex.Match(gateway.Errors, Listening, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
                .Groups["at"].Value));
        await robot.Begin("act-tiny");
        (string, string) header = ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        (await robot.Send(robot.Observation(0, mustGo: true, 0), header)).Good();
        (await robot.Actions()).ShouldNotBeEmpty();

        Eventually.Holds(() => Roots(collector).Count > 0, () => gateway.Errors);
        OtlpSpan tick = Roots(collector).Single();
        (tick.Trace, tick.Parent).ShouldBe(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"));
        HoldsItsStages(tick, [.. collector.Spans.Where(span => span.Parent == tick.Id)], "decode");
    }

    [Fact]
    public async Task A_dead_collector_is_told_and_costs_the_robot_nothing()
    {
        string[] dead = [$"OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{FreePort.Take()}", .. Quick];
        await using GatewayProcess gateway = await Start(dead);
        Drive(gateway);
        await gateway.Says("OTLP: ");
        Drive(gateway);

        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        // No trace of the SDK's innards.
        gateway.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_collector_that_never_answers_costs_neither_the_robot_nor_the_end()
    {
        await using OtlpCollector silent = await OtlpCollector.Start(answers: false);
        await using GatewayProcess gateway = await Start(silent.Variables(Quick));
        // More spans than the queue has room for.
        for (int round = 0; round < 10; round++)
            Drive(gateway);
        Eventually.Holds(() => silent.Requests > 0, () => gateway.Errors);
        Drive(gateway);

        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        gateway.Errors.ShouldContain("the OTLP collector has not taken the last spans and metrics");
    }

    [Theory]
    [InlineData("OTEL_SERVICE_NAME=left-arm")]
    [InlineData("OTEL_SDK_DISABLED=true", true)]
    public async Task Nothing_is_sent_nor_loaded_unless_variables_ask_for_it(string variable, bool led = false)
    {
        await using OtlpCollector collector = await OtlpCollector.Start();
        await using GatewayProcess gateway = await Start(led ? collector.Variables(variable) : [variable]);
        Drive(gateway);
        string mapped = await File.ReadAllTextAsync($"{gateway.ProcFolder}/maps");

        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        mapped.ShouldContain("policygate.dll");
        mapped.ShouldNotContain("OpenTelemetry");
        collector.Requests.ShouldBe(0);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Each tick a span, sent soon, and little room for them.</summary>
    private static string[] Quick =>
    [
        "OTEL_TRACES_SAMPLER=always_on", "OTEL_BSP_SCHEDULE_DELAY=100", "OTEL_BSP_MAX_QUEUE_SIZE=64",
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE=16", "OTEL_METRIC_EXPORT_INTERVAL=100",
    ];

    private static Task<GatewayProcess> Start(string[] variables) =>
        GatewayProcess.StartUnder(["env", .. variables], Policy, "Scripted");

    /// <summary>Some ticks, and one whose file is not there.</summary>
    private void Drive(GatewayProcess gateway)
    {
        using var robot = new RobotSocket(gateway.SocketPath);
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), _folder.Path);
        for (int tick = 0; tick < Ticks; tick++)
            robot.Ask(request).GetProperty("positions").GetArrayLength().ShouldBeGreaterThan(0);
        robot.Ask(Lost).GetProperty("error").GetProperty("code").GetString().ShouldBe("NotFound");
    }

    private static List<OtlpSpan> Roots(OtlpCollector collector) =>
        [.. collector.Spans.Where(span => span.Name == "policygate.tick").OrderBy(span => span.Begin)];

    private static double Sum(OtlpCollector collector, string metric) =>
        collector.Metrics(metric).GetValueOrDefault(metric)?.Points.Sum(point => point.Value) ?? 0;

    private static void HoldsItsStages(OtlpSpan tick, OtlpSpan[] stages, params string[] head)
    {
        tick.Kind.ShouldBe(OtlpSpan.Server);
        tick.Attributes["policygate.outcome"].ShouldBe("chunk");
        tick.Attributes["policygate.policy.version"].ShouldBe(1L);
        OtlpSpan[] ordered = [.. stages.OrderBy(stage => stage.Begin).ThenBy(stage => stage.End)];
        string[] names = [.. head.Length > 0 ? head : ["read", "decode"], "wait", "resize", "run", "shape", "write"];
        ordered.Select(stage => stage.Name).ShouldBe(names.Select(name => $"policygate.{name}"));
        ordered.ShouldAllBe(stage => stage.Kind == OtlpSpan.Internal);
        ordered[0].Begin.ShouldBe(tick.Begin);
        ordered[^1].End.ShouldBe(tick.End);
        for (int i = 1; i < ordered.Length; i++)
            ordered[i].Begin.ShouldBeGreaterThanOrEqualTo(ordered[i - 1].End);
        ordered.Sum(stage => (double)stage.Length).ShouldBeLessThanOrEqualTo(tick.Length);
    }
}
