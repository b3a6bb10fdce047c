using System.Net;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Http;

/// <summary><c>/api</c> of a real gateway with robots.</summary>
public sealed class ApiTests
{
    private const string Ping = """{"ping":true}""";
    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    [Fact]
    public async Task A_robot_is_told_with_what_it_was_answered()
    {
        await using ServedGateway gateway = await Start();
        using var http = new WatchClient(gateway);
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder)
            .Replace("\"reset\":true", "\"reset\":false", StringComparison.Ordinal);
        using (RobotSocket robot = gateway.Connect())
        {
            JsonElement answer = Ask(robot, request, times: 3);
            Ask(robot, """{"name":"inference","data_path":"/dev/shm/<b>.arrow"}""", times: 2);

            JsonElement told = (await Json(http, "/api/robots")).GetProperty("robots")[0];
            told.GetProperty("name").GetString().ShouldBe("policy.socket#1");
            told.GetProperty("wire").GetString().ShouldBe("OpenArm");
            told.GetProperty("route").GetString().ShouldBe("act-tiny");
            told.GetProperty("policy").GetString().ShouldBe("act-tiny");
            told.GetProperty("version").GetInt32().ShouldBe(1);
            told.GetProperty("left").ValueKind.ShouldBe(JsonValueKind.Null);
            told.GetProperty("recent").GetString().ShouldBe("cccsh");
            told.GetProperty("chunks").GetInt64().ShouldBe(3);
            told.GetProperty("skips").GetProperty("NotFound").GetInt64().ShouldBe(1);
            told.GetProperty("holds").GetProperty("NotFound").GetInt64().ShouldBe(1);
            told.GetProperty("lastReason").GetString().ShouldBe("NotFound");
            told.GetProperty("lastError").GetString()!.ShouldContain("/dev/shm/<b>.arrow");
            told.GetProperty("p99").GetDouble().ShouldBeInRange(1e-6, 60);

            JsonElement one = await Json(http, "/api/robots/policy.socket%231");
            one.GetProperty("next").GetInt64().ShouldBe(5);
            JsonElement first = one.GetProperty("ticks")[0];
            first.GetProperty("outcome").GetString().ShouldBe("Chunk");
            first.GetProperty("begins").GetBoolean().ShouldBeTrue();
            first.GetProperty("measured").GetArrayLength().ShouldBe(16);
            first.GetProperty("interval").GetDouble().ShouldBe(0.033333333);
            JsonElement row = first.GetProperty("sent")[0], expected = answer.GetProperty("positions")[0];
            row.GetArrayLength().ShouldBe(expected.GetArrayLength());
            for (int joint = 0; joint < row.GetArrayLength(); joint++)
                row[joint].GetDouble().ShouldBe(expected[joint].GetDouble(), 1e-5);
            first.TryGetProperty("jump", out _).ShouldBeFalse("an episode begins with no seam");
            // The same observation a second time begins one once more.
            one.GetProperty("ticks")[2].GetProperty("jump").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
            JsonElement held = one.GetProperty("ticks")[4];
            (held.GetProperty("outcome").GetString(), held.GetProperty("reason").GetString())
                .ShouldBe(("Hold", "NotFound"));
            held.GetProperty("rows").GetInt32().ShouldBeGreaterThan(0);
        }
        Eventually.Holds(() => gateway.Host.Robots == 0, () => gateway.Log.Text);
        (await Json(http, "/api/robots")).GetProperty("robots")[0].GetProperty("left").ValueKind
            .ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task Whoever_asks_since_a_tick_gets_those_after_it()
    {
        await using ServedGateway gateway = await Start(("Limits:LiveTicks", "4"));
        using var http = new WatchClient(gateway);
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);
        using RobotSocket robot = gateway.Connect();
        Ask(robot, request, times: 6);

        Numbers(await One(http, "")).ShouldBe([2, 3, 4, 5]);
        JsonElement late = await One(http, "?since=1");
        (Numbers(late)[0], late.GetProperty("lost").GetInt64()).ShouldBe((2, 1));
        Numbers(await One(http, "?since=5")).ShouldBe([5]);
        Numbers(await One(http, "?since=6")).ShouldBeEmpty();
        // Of another robot, which had this name.
        Numbers(await One(http, "?since=1000")).ShouldBe([2, 3, 4, 5]);
        foreach (string wrong in (string[])["-1", "x", "99999999999999999999"])
        {
            using HttpResponseMessage refused = await http.Get($"/api/robots/policy.socket%231?since={wrong}");
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [InlineData("/api/robots/nobody")]
    [InlineData("/api/robots/policy.socket%231/more")]
    [InlineData("/api/robotsx")]
    [InlineData("/api/policies/act-tiny/other")]
    [InlineData("/api/routes/lab")]
    [InlineData("/api")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using ServedGateway gateway = await Start();
        using var http = new WatchClient(gateway);
        (await http.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Routes_policies_and_shadows_are_told_as_configured()
    {
        await using ServedGateway gateway = await Start();
        using var http = new WatchClient(gateway);
        using RobotSocket robot = gateway.Connect();
        Ask(robot, GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder), times: 1);

        JsonElement route = (await Json(http, "/api/routes")).GetProperty("routes")[0];
        route.GetProperty("name").GetString().ShouldBe("act-tiny");
        route.GetProperty("arms")[0].GetProperty("share").GetDouble().ShouldBe(1);
        route.GetProperty("arms")[0].GetProperty("robots").GetInt32().ShouldBe(1);
        route.GetProperty("robots").GetInt32().ShouldBe(1);
        JsonElement policy = (await Json(http, "/api/policies")).GetProperty("policies")[0];
        policy.GetProperty("current").GetInt32().ShouldBe(1);
        policy.GetProperty("versions")[0].GetProperty("folder").GetString().ShouldBe(Policy);
        (await Json(http, "/api/shadows")).GetProperty("shadows").GetArrayLength().ShouldBe(0);
        JsonElement told = await Json(http, "/api/gateway");
        (told.GetProperty("ready").GetBoolean(), told.GetProperty("writing").GetBoolean(),
            told.GetProperty("pictures").GetBoolean()).ShouldBe((true, false, false));
    }

    [Fact]
    public async Task Pictures_are_shown_only_where_that_is_allowed()
    {
        await using ServedGateway gateway = await Start();
        using var http = new WatchClient(gateway);
        using RobotSocket robot = gateway.Connect();
        Ask(robot, GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder), times: 1);
        using HttpResponseMessage answer = await http.Get("/api/robots/policy.socket%231/pictures/head_left");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Json(http, "/api/robots")).GetProperty("robots")[0].GetProperty("cameras").ValueKind
            .ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Where_they_are_allowed_they_are_small_pngs_of_what_the_policy_saw()
    {
        await using ServedGateway gateway = await Start(("Http:Pictures", "true"));
        using var http = new WatchClient(gateway);
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);
        using RobotSocket robot = gateway.Connect();
        Ask(robot, request, times: 1);
        string camera = (await Json(http, "/api/robots")).GetProperty("robots")[0].GetProperty("cameras")[0]
            .GetString()!;
        string path = $"/api/robots/policy.socket%231/pictures/{camera}";
        (await http.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await http.Get(path + "x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Ask(robot, request, times: 1);

        using HttpResponseMessage answer = await http.Get(path);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        PngPicture picture = PngPicture.Read(await answer.Content.ReadAsByteArrayAsync());
        picture.Width.ShouldBeInRange(1, 320);
        picture.Pixels.Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task The_page_may_run_its_own_script_alone_and_be_shown_in_no_other()
    {
        await using ServedGateway gateway = await Start();
        using var http = new WatchClient(gateway);
        using HttpResponseMessage page = await http.Get("/");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; script-src 'sha256-");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        string html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("innerHTML");
        html.ShouldNotContain("/* script */");
        html.Length.ShouldBeLessThan(100_000);
    }

    private static Task<ServedGateway> Start(params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> all = settings.ToDictionary(s => s.Key, s => (string?)s.Value);
        all["Http:Endpoint"] = "127.0.0.1:0";
        return ServedGateway.Start(Policy, settings: all);
    }

    private static JsonElement Ask(RobotSocket robot, string request, int times)
    {
        JsonElement answer = default;
        for (int i = 0; i < times; i++)
            answer = robot.Ask(request);
        // A tick is kept after its answer is out.
        robot.Ask(Ping);
        return answer;
    }

    private static Task<JsonElement> One(WatchClient http, string query) =>
        Json(http, "/api/robots/policy.socket%231" + query);

    private static long[] Numbers(JsonElement told) =>
        [.. told.GetProperty("ticks").EnumerateArray().Select(tick => tick.GetProperty("number").GetInt64())];

    private static async Task<JsonElement> Json(WatchClient http, string path)
    {
        using HttpResponseMessage answer = await http.Get(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
