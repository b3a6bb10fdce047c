using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PolicyGate.Gateway.Charts;

namespace PolicyGate.Gateway.Http.Dashboard;

/// <summary>
/// <c>/</c>: what every robot is doing, one HTML with its style and script, which asks <c>/api</c> and nobody else.
/// </summary>
internal sealed class DashboardPage : IHttpPage
{
    // One behind the other in the page: they share their names.
    private static readonly string[] Scripts = ["data", "charts", "robots", "gateway", "page"];

    private readonly byte[] _page;
    private readonly string _policy;

    public DashboardPage()
    {
        string style = EmbeddedText.Read("Http/Dashboard/page.css");
        string script = string.Concat(Scripts.Select(part => EmbeddedText.Read($"Http/Dashboard/{part}.js")));
        _page = Encoding.UTF8.GetBytes(EmbeddedText.Read("Http/Dashboard/page.html")
            .Replace("/* style */", style, StringComparison.Ordinal)
            .Replace("/* script */", script, StringComparison.Ordinal));
        // Whatever a peer may smuggle into the page's text, it is neither this script nor this style.
        _policy = $"default-src 'none'; script-src {HashOf(script)}; style-src {HashOf(style)}; connect-src 'self';"
            + " img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    public string Path => "/";

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = _page.Length;
        context.Response.Headers.ContentSecurityPolicy = _policy;
        context.Response.Headers.XFrameOptions = "DENY";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        await context.Response.BodyWriter.WriteAsync(_page, context.RequestAborted);
    }

    private static string HashOf(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
