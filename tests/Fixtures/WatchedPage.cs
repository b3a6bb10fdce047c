using Microsoft.Playwright;

namespace PolicyGate.Tests.Fixtures;

/// <summary>
/// A gateway's dashboard in a real browser; all that goes wrong in it, or leaves its origin, is noted.
/// </summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _wrong = [];

    private WatchedPage(IBrowserContext context, IPage page, string address) =>
        (_context, Page, Address) = (context, page, address);

    public IPage Page { get; }

    /// <summary>As <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; }

    /// <summary>Errors in its console, exceptions, and requests to anybody but the gateway.</summary>
    public string Wrong
    {
        get
        {
            lock (_wrong)
                return string.Join('\n', _wrong);
        }
    }

    public static async Task<WatchedPage> Open(
        Browser browser, ServedGateway gateway, int width = 1280, int height = 860,
        ColorScheme scheme = ColorScheme.Light)
    {
        IBrowser started = await browser.Start();
        IBrowserContext context = await started.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        IPage page = await context.NewPageAsync();
        var watched = new WatchedPage(context, page, $"http://{gateway.Host.HttpEndPoints[0]}");
        watched.Listen();
        await page.GotoAsync(watched.Address + "/");
        return watched;
    }

    public ILocator Find(string selector) => Page.Locator(selector);

    /// <summary>Waits until what is there says so.</summary>
    public Task Says(string selector, string text) => Assertions.Expect(Page.Locator(selector)).ToContainTextAsync(
        text, new LocatorAssertionsToContainTextOptions { Timeout = 60_000 });

    /// <summary>Waits until a script finds it so.</summary>
    public Task Until(string script) => Page.WaitForFunctionAsync(script);

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Listen()
    {
        Page.PageError += (_, error) => Note($"exception: {error}");
        Page.Dialog += (_, dialog) => Note($"dialog: {dialog.Message}");
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Note($"console: {message.Text}");
        };
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Address + "/", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                Note($"request: {request.Url}");
            }
        };
    }

    private void Note(string what)
    {
        lock (_wrong)
            _wrong.Add(what);
    }
}
