using Microsoft.AspNetCore.Http;
using PolicyGate.Gateway.Shadows;

namespace PolicyGate.Gateway.Http.Api;

/// <summary><c>/api/shadows</c>: how far those that look over a route's shoulder differ from it.</summary>
internal sealed class ShadowsPage(Func<IReadOnlyList<ShadowReport>> shadows) : IHttpPage
{
    public string Path => "/api/shadows";

    public Task AnswerAsync(HttpContext context) => JsonText.WriteAsync(
        context, StatusCodes.Status200OK, new ShadowsReport(shadows()), ApiJson.Default.ShadowsReport);
}
