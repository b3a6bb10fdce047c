using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Http;

/// <summary>Who may change a policy over HTTP, and who may not.</summary>
public sealed class ChangeTests : IDisposable
{
    private const string Swap = "/api/policies/act-tiny/swap";
    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    private readonly TokenFile _token = new();

    public void Dispose() => _token.Dispose();

    [Fact]
    public async Task Without_a_token_file_nobody_may()
    {
        await using ServedGateway gateway = await Start(token: null);
        (await Post(gateway)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Only_who_has_the_token_may_and_no_page_from_elsewhere()
    {
        await using ServedGateway gateway = await Start(_token.Path);
        string own = $"http://{gateway.Host.HttpEndPoints[0]}";
        (await Post(gateway, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(gateway, token: "")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(gateway, token: _token.Token[1..])).ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(gateway, token: _token.Token + "7")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(gateway, scheme: "Basic")).ShouldBe(HttpStatusCode.Unauthorized);
        foreach (string other in (string[])["http://evil.example", "null", "http://127.0.0.1:1", own + ".evil.example"])
            (await Post(gateway, origin: other)).ShouldBe(HttpStatusCode.Forbidden, other);
        (await Post(gateway, site: "cross-site")).ShouldBe(HttpStatusCode.Forbidden);
        (await Post(gateway, site: "same-site")).ShouldBe(HttpStatusCode.Forbidden);
        (await Post(gateway, type: "text/plain")).ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await Post(gateway, type: "application/x-www-form-urlencoded")).ShouldBe(
            HttpStatusCode.UnsupportedMediaType);
        gateway.Log.Text.ShouldContain("with a token that is not the one");
        gateway.Log.Text.ShouldNotContain(_token.Token);

        // Nothing was swapped yet, so there is nothing to go back to; but it was asked.
        (await Post(gateway, path: "/api/policies/act-tiny/rollback", origin: own, site: "same-origin"))
            .ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("""{"fodler":"/x"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"takeover":"Soon"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"folder":7}""", HttpStatusCode.BadRequest)]
    public async Task What_is_no_request_is_refused_and_nothing_begins(string body, HttpStatusCode expected)
    {
        await using ServedGateway gateway = await Start(_token.Path);
        (await Post(gateway, body: body)).ShouldBe(expected);
        using var http = new WatchClient(gateway);
        using HttpResponseMessage answer = await http.Get("/api/policies");
        JsonElement policy = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement
            .GetProperty("policies")[0];
        policy.GetProperty("swapping").ValueKind.ShouldBe(JsonValueKind.Null);
        policy.GetProperty("lastSwap").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_body_longer_than_allowed_is_refused()
    {
        await using ServedGateway gateway = await Start(_token.Path);
        string folder = new('x', 17 << 10);
        (await Post(gateway, body: $$"""{"folder":"{{folder}}"}""")).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_policy_that_is_not_there_is_not_found()
    {
        await using ServedGateway gateway = await Start(_token.Path);
        (await Post(gateway, path: "/api/policies/other/swap")).ShouldBe(HttpStatusCode.NotFound);
        (await Post(gateway, path: "/api/policies/act-tiny/other")).ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<ServedGateway> Start(string? token)
    {
        var settings = new Dictionary<string, string?> { ["Http:Endpoint"] = "127.0.0.1:0" };
        if (token is not null)
            settings["Http:TokenFile"] = token;
        return ServedGateway.Start(Policy, settings: settings);
    }

    private Task<HttpStatusCode> Post(
        ServedGateway gateway, string path = Swap, string body = "{}", string? origin = null, string? site = null,
        string type = "application/json", string scheme = "Bearer") =>
        Post(gateway, _token.Token, path, body, origin, site, type, scheme);

    private static async Task<HttpStatusCode> Post(
        ServedGateway gateway, string? token, string path = Swap, string body = "{}", string? origin = null,
        string? site = null, string type = "application/json", string scheme = "Bearer")
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri($"http://{gateway.Host.HttpEndPoints[0]}{path}"));
        request.Content = new StringContent(body, Encoding.UTF8, type);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        using HttpResponseMessage answer = await http.SendAsync(request);
        answer.Headers.ShouldNotContain(
            header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        return answer.StatusCode;
    }
}
