using Microsoft.AspNetCore.Http;

namespace PolicyGate.Gateway.Http;

/// <summary><c>/healthz</c>: the process lives and its threads run; nothing of its policies.</summary>
internal sealed class HealthPage : IHttpPage
{
    public string Path => "/healthz";

    public Task AnswerAsync(HttpContext context) =>
        PlainText.WriteAsync(context, StatusCodes.Status200OK, "alive\n");
}
