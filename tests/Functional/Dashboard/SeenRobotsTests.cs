using Microsoft.Playwright;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Dashboard;

/// <summary>What the page shows of robots that run.</summary>
public sealed class SeenRobotsTests(Browser browser) : DashboardTest(browser)
{
    [NeedsCommandFact(Chromium, Chromium)]
    public async Task Four_robots_are_shown_with_their_stops_their_reasons_and_their_seams()
    {
        await using ServedGateway gateway = await Start();
        using DashboardRobots robots = Drive(gateway);
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway);
        await Assertions.Expect(page.Find("#list .robot")).ToHaveCountAsync(DashboardRobots.Count);
        await page.Says("#health", "ready");
        await page.Says("#list .robot:nth-child(1) .by", "act-tiny · version 1");
        await page.Says("#list .robot:nth-child(1) .state", "running");

        // The one whose file is missing at times.
        await page.Find("#list .robot:nth-child(4)").ClickAsync();
        await page.Says("#robot-name", "policy.socket#4");
        await page.Says(Row, "not found");
        await page.Until(
            "() => [...document.querySelectorAll('#reasons tbody td.n')].every(cell => Number(cell.textContent) > 0)");
        await page.Until("() => document.querySelector('.strip .cell-s')?.getAttribute('d').length > 0");
        await page.Until("() => document.querySelector('.strip .cell-h')?.getAttribute('d').length > 0");
        await page.Says("#list .robot:nth-child(4) .last", "not found");

        await Assertions.Expect(page.Find("#joints .joint")).ToHaveCountAsync(16);
        await page.Until("() => document.querySelectorAll('#joints .line-seam')[0].getAttribute('d').length > 0");
        await page.Until("() => document.querySelectorAll('#joints .line-sent')[0].getAttribute('d').length > 0");
        await page.Until("() => document.querySelectorAll('#joints .line-measured')[0].getAttribute('d').length > 0");
        await page.Says("#joints-note", "jump at");
        await page.Until("() => /ms/.test(document.querySelector('#stages tr.total .n').textContent)");
        await page.Says("#routes-table tbody", "act-tiny");
        await page.Says("#policy-list", "version 1 answers");
        await page.Says("#access-note", "Nothing can be changed here");
        page.Wrong.ShouldBeEmpty();
    }

    [NeedsCommandFact(Chromium, Chromium)]
    public async Task Of_a_robot_that_has_fallen_back_both_policies_are_shown()
    {
        using var route = new FallbackRoute();
        string name = Path.GetFileName(route.Policy.Path);
        await using ServedGateway gateway = await route.Start(("Http:Endpoint", "127.0.0.1:0"));
        using RobotSocket robot = gateway.Connect();
        string request = GoldenRequest.For(GoldenData.OpenArm("task"), gateway.Folder);
        robot.Ask(request);
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway);
        await page.Says("#list .robot .by", $"{name} · version 1");

        route.Policy.Demand("throw");
        robot.Ask(request);
        robot.Ask(request);

        await page.Says("#list .robot .by", $"spare in place of {name}");
        await page.Says("#robot-about", $"in place of {name}, which fails");
        page.Wrong.ShouldBeEmpty();
    }

    [NeedsCommandFact(Chromium, Chromium)]
    public async Task What_a_peer_writes_is_text()
    {
        await using ServedGateway gateway = await Start();
        using DashboardRobots robots = Drive(gateway);
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway);
        await page.Find("#list .robot:nth-child(4)").ClickAsync();
        await page.Says("#error", DashboardRobots.Hostile);
        (await page.Find("#error *").CountAsync()).ShouldBe(0);
        (await page.Page.TitleAsync()).ShouldBe("PolicyGate");
        page.Wrong.ShouldBeEmpty();
    }

    [NeedsCommandFact(Chromium, Chromium)]
    public async Task The_last_pictures_are_shown_where_that_is_allowed()
    {
        await using ServedGateway gateway = await Start(("Http:Pictures", "true"));
        using DashboardRobots robots = Drive(gateway);
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway);
        await page.Until(
            "() => [...document.querySelectorAll('#pictures img')].some(image => image.naturalWidth > 0)");
    }

    [NeedsCommandFact(Chromium, Chromium)]
    public async Task A_gateway_that_is_gone_is_said_to_be_and_robots_that_left_stay()
    {
        ServedGateway gateway = await Start();
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway);
        await using (gateway)
        {
            await page.Says("#nobody", "No robot is here");
            using (Drive(gateway))
                await page.Says("#list .robot:nth-child(1) .state", "running");
            await page.Says("#list .robot:nth-child(1) .state", "left");
        }
        await page.Says("#lost", "Connection lost");
        (await page.Page.TitleAsync()).ShouldContain("connection lost");
    }
}
