using Microsoft.AspNetCore.Http;

namespace PolicyGate.Gateway.Http;

/// <summary>What a request names below a page's path.</summary>
internal static class PathParts
{
    /// <summary>
    /// As <c>["arm#1", "pictures", "head"]</c> of <c>/api/robots/arm%231/pictures/head</c>; empty for the page itself.
    /// </summary>
    /// <remarks>The server has decoded all but <c>%2F</c>, which is a slash in a name.</remarks>
    public static string[] Below(this IHttpPage page, HttpContext context)
    {
        string rest = context.Request.Path.Value![page.Path.Length..].TrimStart('/');
        return rest.Length == 0
            ? []
            : [.. rest.Split('/').Select(part => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase))];
    }
}
