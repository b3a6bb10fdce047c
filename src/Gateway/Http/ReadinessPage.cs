using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PolicyGate.Gateway.Health;

namespace PolicyGate.Gateway.Http;

/// <summary>
/// <c>/readyz</c>: 200 while every policy is warm and in service, else 503; how each of them is as JSON.
/// </summary>
/// <param name="health">The gateway's, as of now.</param>
internal sealed class ReadinessPage(Func<GatewayHealth> health) : IHttpPage
{
    public string Path => "/readyz";

    public async Task AnswerAsync(HttpContext context)
    {
        GatewayHealth now = health();
        context.Response.StatusCode = now.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json; charset=utf-8";
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(now, HealthJson.Default.GatewayHealth);
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }
}
