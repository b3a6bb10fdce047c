using System.Reflection;
using Microsoft.AspNetCore.Http;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Health;

namespace PolicyGate.Gateway.Http.Api;

/// <summary><c>/api/gateway</c>: what answers here, and what it lets be seen and done.</summary>
internal sealed class GatewayPage(HttpConfig config, Func<GatewayHealth> health, TimeProvider time) : IHttpPage
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    private readonly string _version = typeof(GatewayPage).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public string Path => "/api/gateway";

    public Task AnswerAsync(HttpContext context)
    {
        GatewayHealth now = health();
        var report = new GatewayReport(
            _version, _started, time.GetUtcNow(), now.Ready, now.Problem, config.Token is not null, config.Pictures);
        return JsonText.WriteAsync(context, StatusCodes.Status200OK, report, ApiJson.Default.GatewayReport);
    }
}
