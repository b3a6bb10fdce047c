using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Http;

/// <summary>What Kestrel runs for each request: looks at who asks how, finds the page, has it answer.</summary>
internal sealed class HttpApplication(HttpConfig config, GatewayPages pages, ILogger logger)
    : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
#pragma warning disable CA1031 // A bug in a page must not end the process that serves robots.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.PageThrew(logger, context.Request.Path.Value, bug);
            if (!context.Response.HasStarted)
            {
                await PlainText.WriteAsync(
                    context, StatusCodes.Status500InternalServerError, "a bug; the gateway's log says more\n");
            }
        }
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // It holds nothing.
    }

    private Task AnswerAsync(HttpContext context)
    {
        // What is told is true for a moment, and only for whoever asked; no other origin may read it (no CORS).
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!IsKnownAs(context.Request.Host.Host))
        {
            return PlainText.WriteAsync(context, StatusCodes.Status421MisdirectedRequest,
                "this gateway is not known by the name in the request's Host: ask by an address or as localhost, or"
                + " add the name to Gateway:Http:AllowedHosts\n");
        }
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return PlainText.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "only GET and HEAD\n");
        }
        return pages.Find(context.Request.Path.Value) is { } page
            ? page.AnswerAsync(context)
            : PlainText.WriteAsync(context, StatusCodes.Status404NotFound, $"there are {pages.Known}\n");
    }

    /// <summary>
    /// Whether a browser can only have been led here by somebody of this network: a page from elsewhere, whose name its
    /// owner lets point here, has that name as its origin (DNS rebinding). An address is nobody's name.
    /// </summary>
    private bool IsKnownAs(string host) => config.HostNames.Contains(host) || IPAddress.TryParse(host, out _);
}
