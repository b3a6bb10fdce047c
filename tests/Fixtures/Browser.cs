using Microsoft.Playwright;

namespace PolicyGate.Tests.Fixtures;

/// <summary>Debian's Chromium, driven by Playwright; started when the first test wants it.</summary>
public sealed class Browser : IAsyncDisposable
{
    public const string Command = "chromium";

    // It is not to look for anything outside of the machine; as root it has no sandbox of its own.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task<IBrowser> Start()
    {
        _playwright ??= await Playwright.CreateAsync();
        return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Find(), Args = Arguments, Timeout = 60_000,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, Command)).First(File.Exists);
}
