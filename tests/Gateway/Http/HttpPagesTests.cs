using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Hosting;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Http;

/// <summary>The endpoint for those who watch, of a real gateway with a robot.</summary>
public sealed class HttpPagesTests
{
    private const string Ping = """{"ping":true}""";
    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    [Fact]
    public async Task What_robots_were_answered_is_what_is_counted()
    {
        await using ServedGateway gateway = await Start();
        using var http = new WatchClient(gateway);
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);
        using (RobotSocket robot = gateway.Connect())
        {
            for (int tick = 0; tick < 7; tick++)
                robot.Ask(request).GetProperty("positions").GetArrayLength().ShouldBeGreaterThan(0);
            for (int tick = 0; tick < 3; tick++)
                robot.Ask("""{"name":"inference","data_path":"/dev/shm/policygate-no-such.arrow"}""");
            // A tick is timed after its answer is written.
            robot.Ask(Ping);

            PrometheusSamples samples = await http.Metrics();
            samples["policygate_ticks_chunks_total{route=\"act-tiny\",policy=\"act-tiny\"}"].ShouldBe(7);
            const string NotFound = "{route=\"act-tiny\",policy=\"act-tiny\",reason=\"NotFound\"}";
            samples[$"policygate_ticks_skips_total{NotFound}"].ShouldBe(1);
            samples[$"policygate_ticks_holds_total{NotFound}"].ShouldBe(2);
            samples["policygate_sessions_robots{route=\"act-tiny\"}"].ShouldBe(1);
            samples["policygate_policy_ready{policy=\"act-tiny\"}"].ShouldBe(1);
            samples["policygate_ready"].ShouldBe(1);
            const string Run = "policygate_tick_stage_duration_seconds";
            samples[Run + "_count{route=\"act-tiny\",stage=\"run\"}"].ShouldBe(7);
            samples[Run + "_bucket{route=\"act-tiny\",stage=\"run\",le=\"+Inf\"}"].ShouldBe(7);
            samples[Run + "_sum{route=\"act-tiny\",stage=\"run\"}"].ShouldBeInRange(1e-6, 7 * 60);
            samples["dotnet_process_memory_working_set_bytes"].ShouldBeGreaterThan(10e6);
            samples["process_start_time_seconds"].ShouldBeGreaterThan(1.7e9);
        }
        Eventually.Holds(() => gateway.Host.Robots == 0, () => gateway.Log.Text);
        (await http.Metrics())["policygate_sessions_robots{route=\"act-tiny\"}"].ShouldBe(0);
    }

    [Fact]
    public async Task It_is_ready_once_its_policy_is_and_alive_before()
    {
        await using ServedGateway gateway = ServedGateway.StartCold(Policy, "Scripted", Endpoint(new()
        {
            ["Policies:act-tiny:Options:LatencyMilliseconds"] = "500",
        }));
        using var http = new WatchClient(gateway);
        (await http.Get("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using HttpResponseMessage loading = await http.Get("/readyz");
        loading.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        JsonElement told = JsonDocument.Parse(await loading.Content.ReadAsStringAsync()).RootElement;
        told.GetProperty("ready").GetBoolean().ShouldBeFalse();
        told.GetProperty("policies")[0].GetProperty("loading").GetBoolean().ShouldBeTrue();
        await gateway.Host.Ready;
        (await http.Get("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_policy_that_went_out_of_service_is_named()
    {
        using var policy = new BreakingPolicy(joints: 16);
        await using ServedGateway gateway = await ServedGateway.Start(
            policy.Path, BreakingPolicy.Backend, Endpoint(new() { ["PluginFolder"] = BreakingPolicy.PluginFolder }));
        using var http = new WatchClient(gateway);
        policy.Demand("throw");
        using (RobotSocket robot = gateway.Connect())
            robot.Ask(GoldenRequest.For(GoldenData.OpenArm("task"), gateway.Folder));
        using HttpResponseMessage answer = await http.Get("/readyz");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("is out of service");
        PrometheusSamples samples = await http.Metrics();
        samples[$"policygate_policy_out_of_service{{policy=\"{Path.GetFileName(policy.Path)}\"}}"].ShouldBe(1);
        samples["policygate_ready"].ShouldBe(0);
        (await http.Get("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", "/metrics", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("GET", "/metrics", "localhost.evil.example:80", HttpStatusCode.MisdirectedRequest)]
    [InlineData("GET", "/metrics", "localhost:1", HttpStatusCode.OK)]
    [InlineData("GET", "/metrics", "[::1]:9464", HttpStatusCode.OK)]
    [InlineData("GET", "/metrics", "gateway:9464", HttpStatusCode.OK)]
    [InlineData("POST", "/metrics", "localhost", HttpStatusCode.MethodNotAllowed)]
    [InlineData("OPTIONS", "/readyz", "localhost", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/nothing", "localhost", HttpStatusCode.NotFound)]
    [InlineData("GET", "/metrics/more", "localhost", HttpStatusCode.NotFound)]
    [InlineData("HEAD", "/healthz", "localhost", HttpStatusCode.OK)]
    public async Task Only_what_is_there_is_answered_and_only_by_its_own_names(
        string method, string path, string host, HttpStatusCode expected)
    {
        await using ServedGateway gateway = await Start(("Http:AllowedHosts:0", "gateway"));
        using var http = new WatchClient(gateway);
        using HttpResponseMessage answer = await http.Get(
            path, host, new HttpMethod(method), origin: "http://evil.example");
        answer.StatusCode.ShouldBe(expected);
        answer.Headers.ShouldNotContain(
            header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Scrapes_at_once_each_see_a_whole_that_never_falls()
    {
        await using ServedGateway gateway = await Start(("Limits:QueueTime", "00:00:10"));
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);
        using RobotSocket robot = gateway.Connect();
        using var driven = new CancellationTokenSource();
        Task<int>[] scrapers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => Scrape(gateway, driven.Token)))];
        for (int tick = 0; tick < 200; tick++)
            robot.Ask(request);
        await driven.CancelAsync();
        (await Task.WhenAll(scrapers)).ShouldAllBe(scrapes => scrapes > 0);
        using var http = new WatchClient(gateway);
        (await http.Metrics())["policygate_ticks_chunks_total{route=\"act-tiny\",policy=\"act-tiny\"}"].ShouldBe(200);
    }

    [Fact]
    public async Task More_connections_than_allowed_are_closed()
    {
        await using ServedGateway gateway = await Start(("Limits:HttpConnections", "2"));
        using var first = new TcpClient();
        using var second = new TcpClient();
        using var third = new TcpClient();
        foreach (TcpClient client in new[] { first, second, third })
            await client.ConnectAsync(gateway.Host.HttpEndPoints[0]);
        third.ReceiveTimeout = 30_000;
        byte[] nothing = new byte[1];
        try
        {
            third.GetStream().ReadAtLeast(nothing, 1, throwOnEndOfStream: false).ShouldBe(0);
        }
        catch (IOException cut) when (cut.InnerException is SocketException
            { SocketErrorCode: SocketError.ConnectionReset })
        {
            // As good an end.
        }
    }

    [Fact]
    public async Task An_endpoint_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var folder = new ScratchFolder("policygate-test-");
        GatewayConfig config = TestConfig.Create(Policy, "Scripted", Path.Combine(folder.Path, "s"), new()
        {
            ["Http:Endpoint"] = taken.LocalEndpoint.ToString(),
        });
        await using GatewayHost host = GatewayHost.Start(config, NullLoggerFactory.Instance, TimeProvider.System);
        host.Failure.ShouldNotBeNull().Message.ShouldContain($"cannot listen on {taken.LocalEndpoint} (Http:Endpoint)");
    }

    private static async Task<int> Scrape(ServedGateway gateway, CancellationToken end)
    {
        using var http = new WatchClient(gateway);
        double before = 0;
        int scrapes = 0;
        do
        {
            PrometheusSamples samples = await http.Metrics();
            const string Total = "policygate_tick_stage_duration_seconds_count{route=\"act-tiny\",stage=\"total\"}";
            samples[Total].ShouldBeGreaterThanOrEqualTo(before);
            before = samples[Total];
            scrapes++;
        }
        while (!end.IsCancellationRequested);
        return scrapes;
    }

    private static Task<ServedGateway> Start(params (string Key, string Value)[] settings) =>
        ServedGateway.Start(Policy, "Onnx", Endpoint(settings.ToDictionary(
            setting => setting.Key, setting => (string?)setting.Value)));

    private static Dictionary<string, string?> Endpoint(Dictionary<string, string?> settings)
    {
        settings["Http:Endpoint"] = "127.0.0.1:0";
        return settings;
    }
}
