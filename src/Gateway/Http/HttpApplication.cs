using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Http;

/// <summary>What Kestrel runs for each request: looks at who asks how, finds the page, has it answer.</summary>
internal sealed class HttpApplication(HttpConfig config, GatewayPages pages, int bodyBytes, ILogger logger)
    : IHttpApplication<HttpContext>
{
    private readonly Writing _writing = new(config.Token, logger);

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
        catch (BadHttpRequestException bad)
        {
            // A body that is longer than allowed, or does not come.
            await PlainText.WriteAsync(context, bad.StatusCode, $"{bad.Message}\n");
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
        if (pages.Find(context.Request.Path.Value) is not { } page)
            return PlainText.WriteAsync(context, StatusCodes.Status404NotFound, $"there are {pages.Known}\n");
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            return page.AnswerAsync(context);
        return HttpMethods.IsPost(context.Request.Method) && page.TakesPosts
            ? PostAsync(context, page)
            : NotAllowed(context, page);
    }

    private Task PostAsync(HttpContext context, IHttpPage page)
    {
        if (_writing.Refuse(context.Request) is { } refused)
            return PlainText.WriteAsync(context, refused.Status, refused.Text);
        // The server reads none of any other request.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = bodyBytes;
        return page.PostAsync(context);
    }

    private static Task NotAllowed(HttpContext context, IHttpPage page)
    {
        context.Response.Headers.Allow = page.TakesPosts ? "GET, HEAD, POST" : "GET, HEAD";
        return PlainText.WriteAsync(
            context, StatusCodes.Status405MethodNotAllowed,
            page.TakesPosts ? "only GET, HEAD and POST\n" : "only GET and HEAD\n");
    }

    /// <summary>
    /// Whether a browser can only have been led here by somebody of this network: a page from elsewhere, whose name its
    /// owner lets point here, has that name as its origin (DNS rebinding). An address is nobody's name.
    /// </summary>
    private bool IsKnownAs(string host) => config.HostNames.Contains(host) || IPAddress.TryParse(host, out _);
}
