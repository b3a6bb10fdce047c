using Microsoft.Playwright;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Dashboard;

/// <summary>
/// Pictures of the page with four robots that run, to be looked at:
/// <c>POLICYGATE_SCREENSHOTS=FOLDER ./test Screenshot</c>.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class ScreenshotTests(Browser browser) : IClassFixture<Browser>
{
    [NeedsScreenshotsFact]
    public async Task Four_robots_run_in_light_in_dark_and_on_a_telephone()
    {
        using var token = new TokenFile();
        string policy = Repository.At("samples/policies/reach");
        await using ServedGateway gateway = await ServedGateway.Start(policy, settings: new()
        {
            ["Http:Endpoint"] = "127.0.0.1:0", ["Http:Pictures"] = "true", ["Http:TokenFile"] = token.Path,
            ["Routes:reach:Policy"] = "reach", ["Chunks:DropLateRows"] = "false",
        });
        using var robots = new DashboardRobots(
            gateway, DashboardRobots.Reach(gateway), TimeSpan.FromSeconds(0.27), TimeSpan.FromSeconds(0.2),
            TimeSpan.FromSeconds(0.033), TimeSpan.FromSeconds(0.1));
        foreach ((string name, int width, int height, ColorScheme scheme, int robot) in
            ((string, int, int, ColorScheme, int)[])
            [
                ("light", 1280, 900, ColorScheme.Light, 1), ("dark", 1280, 900, ColorScheme.Dark, 4),
                ("telephone", 390, 844, ColorScheme.Light, 2),
            ])
        {
            await using WatchedPage page = await WatchedPage.Open(browser, gateway, width, height, scheme);
            await page.Find($"#list .robot:nth-child({robot})").ClickAsync();
            await page.Until("() => state.ticks.length > 1 && state.now - state.ticks[0].time > 10000");
            await page.Until("() => [...document.querySelectorAll('#pictures img')].every(i => i.naturalWidth > 0)");
            await page.Page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(NeedsScreenshotsFactAttribute.Folder!, $"dashboard-{name}.png"), FullPage = true,
            });
        }
    }
}
