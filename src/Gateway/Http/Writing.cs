using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Http;

/// <summary>Who may change anything: whoever has the token, and no other page that a browser shows beside.</summary>
/// <remarks>
/// The token alone keeps others out: a browser sends none by itself. Origin and Sec-Fetch-Site are looked at for all
/// that, as a second wall before it; and a body that is no JSON is refused before it is read, because a form of any
/// page may post one without asking (https://fetch.spec.whatwg.org/#cors-safelisted-request-header).
/// </remarks>
/// <param name="token">Null where nothing may be changed.</param>
/// <param name="logger">Told who was refused; bounded.</param>
internal sealed class Writing(AccessToken? token, ILogger logger)
{
    private const string Scheme = "Bearer ";

    /// <returns>Why a request may change nothing: a status and a line; null where it may.</returns>
    public (int Status, string Text)? Refuse(HttpRequest request)
    {
        if (token is null)
            return (StatusCodes.Status403Forbidden,
                "nothing can be changed here: Gateway:Http:TokenFile names no file with a token\n");
        if (!IsOwnOrigin(request))
        {
            Log.OtherOrigin(logger, request.Path.Value);
            return (StatusCodes.Status403Forbidden, "a page from elsewhere may change nothing here\n");
        }
        if (BearerOf(request) is not { } given)
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            return (StatusCodes.Status401Unauthorized, "send the token: Authorization: Bearer TOKEN\n");
        }
        if (!token.Is(given))
        {
            Log.WrongToken(logger, request.HttpContext.Connection.RemoteIpAddress);
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return (StatusCodes.Status401Unauthorized, "this is not the token in Gateway:Http:TokenFile\n");
        }
        return request.HasJsonContentType()
            ? null
            : (StatusCodes.Status415UnsupportedMediaType, "send Content-Type: application/json\n");
    }

    private static bool IsOwnOrigin(HttpRequest request)
    {
        StringValues site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site.ToString() is not ("same-origin" or "none"))
            return false;
        StringValues origin = request.Headers.Origin;
        // A proxy that brings TLS asks by http what it was asked by https.
        return origin.Count == 0
            || (Uri.TryCreate(origin.ToString(), UriKind.Absolute, out Uri? from)
                && from.Scheme is "http" or "https"
                && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static string? BearerOf(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }
}
