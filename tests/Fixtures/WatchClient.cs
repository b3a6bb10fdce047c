using System.Net;

namespace PolicyGate.Tests.Fixtures;

/// <summary>Who watches a gateway over HTTP.</summary>
internal sealed class WatchClient(ServedGateway gateway) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly IPEndPoint _server = gateway.Host.HttpEndPoints[0];

    public Task<HttpResponseMessage> Get(
        string path, string? host = null, HttpMethod? method = null, string? origin = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri($"http://{_server}{path}"));
        if (host is not null)
            request.Headers.Host = host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return _http.SendAsync(request);
    }

    public async Task<string> MetricsText()
    {
        using HttpResponseMessage answer = await Get("/metrics");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType.ShouldNotBeNull()
            .ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<PrometheusSamples> Metrics() => new(await MetricsText());

    public void Dispose() => _http.Dispose();
}
