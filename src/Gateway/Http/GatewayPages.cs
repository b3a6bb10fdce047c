namespace PolicyGate.Gateway.Http;

/// <summary>All that is answered, by path.</summary>
internal sealed class GatewayPages(IReadOnlyList<IHttpPage> pages)
{
    private readonly Dictionary<string, IHttpPage> _pages =
        pages.ToDictionary(page => page.Path, StringComparer.OrdinalIgnoreCase);

    /// <summary>As <c>/healthz, /metrics, /readyz</c>.</summary>
    public string Known => string.Join(", ", _pages.Keys.Order(StringComparer.Ordinal));

    /// <returns>Null where there is none.</returns>
    public IHttpPage? Find(string? path)
    {
        path ??= "";
        if (_pages.TryGetValue(path, out IHttpPage? page))
            return page;
        return pages.FirstOrDefault(above => above.AnswersBelow
            && path.StartsWith(above.Path + "/", StringComparison.OrdinalIgnoreCase));
    }
}
