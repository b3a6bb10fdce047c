using Microsoft.Playwright;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Dashboard;

/// <summary>The page by its keys alone, and in every light.</summary>
public sealed class KeyboardTests(Browser browser) : DashboardTest(browser)
{
    [NeedsCommandFact(Chromium, Chromium)]
    public async Task All_of_it_is_reached_and_worked_by_keys()
    {
        await using ServedGateway gateway = await Start();
        using DashboardRobots robots = Drive(gateway);
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway);
        await Assertions.Expect(page.Find("#list .robot")).ToHaveCountAsync(DashboardRobots.Count);
        IKeyboard keys = page.Page.Keyboard;

        await keys.PressAsync("Tab");
        (await Focused(page)).ShouldBe("A.past");
        HashSet<string> reached = [];
        for (int i = 0; i < 40 && reached.Add(await Focused(page)); i++)
        {
            (await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"))
                .ShouldNotBe("none", await Focused(page));
            await keys.PressAsync("Tab");
            while (await page.Page.EvaluateAsync<bool>(
                "() => document.activeElement.matches('nav a:not(:first-child), .policy *, .policy')"))
            {
                await keys.PressAsync("Tab");
            }
        }
        reached.ShouldBeSubsetOf(
            [
                "A.past", "A.", "BUTTON#theme", "BUTTON#help", "LI.robot", "BUTTON.", "BUTTON#freeze",
                "FIGURE#latency", "DIV.card scroll", "BODY.", "INPUT#token", "BUTTON#unlock",
            ]);
        reached.ShouldContain("LI.robot");
        reached.ShouldContain("FIGURE#latency");

        await keys.PressAsync("r");
        (await Focused(page)).ShouldBe("LI.robot");
        await keys.PressAsync("ArrowDown");
        await page.Says("#robot-name", "policy.socket#2");
        await keys.PressAsync("End");
        await page.Says("#robot-name", "policy.socket#4");
        await keys.PressAsync("k");
        await page.Says("#robot-name", "policy.socket#3");

        await keys.PressAsync("1");
        (await page.Find("#spans [aria-checked=true]").TextContentAsync()).ShouldBe("3 s");
        await page.Says("#latency-note", "in 3 s");
        await keys.PressAsync(" ");
        (await page.Find("#freeze").GetAttributeAsync("aria-pressed")).ShouldBe("true");
        await keys.PressAsync(" ");
        (await page.Find("#freeze").GetAttributeAsync("aria-pressed")).ShouldBe("false");

        await page.Find("#latency").FocusAsync();
        await keys.PressAsync("Home");
        // Pointing at a tick freezes the window: it does not move on between two keys.
        (await page.Find("#freeze").GetAttributeAsync("aria-pressed")).ShouldBe("true");
        string first = (await page.Find("#reading b").TextContentAsync())!;
        await keys.PressAsync("ArrowRight");
        (await page.Find("#reading b").TextContentAsync()).ShouldNotBe(first);
        await keys.PressAsync("Escape");
        (await page.Find("#freeze").GetAttributeAsync("aria-pressed")).ShouldBe("false");

        await keys.PressAsync("?");
        (await page.Find("#keys").IsVisibleAsync()).ShouldBeTrue();
        await keys.PressAsync("Escape");
        (await page.Find("#keys").IsVisibleAsync()).ShouldBeFalse();
        await keys.PressAsync("p");
        (await Focused(page)).ShouldStartWith("SECTION#policies");
        page.Wrong.ShouldBeEmpty();
    }

    [NeedsCommandFact(Chromium, Chromium)]
    public async Task It_is_light_or_dark_as_the_system_has_it_and_as_one_chooses()
    {
        await using ServedGateway gateway = await Start();
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway, scheme: ColorScheme.Dark);
        (await Paper(page)).ShouldBe("rgb(20, 20, 19)");
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        (await Paper(page)).ShouldBe("rgb(247, 246, 243)");
        await page.Page.Keyboard.PressAsync("t"); // light
        await page.Page.Keyboard.PressAsync("t"); // dark
        (await Paper(page)).ShouldBe("rgb(20, 20, 19)");
        await page.Page.ReloadAsync();
        (await Paper(page)).ShouldBe("rgb(20, 20, 19)");
        page.Wrong.ShouldBeEmpty();
    }

    [NeedsCommandFact(Chromium, Chromium)]
    public async Task On_a_telephone_nothing_lies_beside_the_screen_and_nothing_moves_while_it_is_read()
    {
        await using ServedGateway gateway = await Start();
        using DashboardRobots robots = Drive(gateway);
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway, width: 390, height: 844);
        await Assertions.Expect(page.Find("#joints .joint")).ToHaveCountAsync(16);
        await page.Says("#policy-list", "version 1 answers");
        (await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"))
            .ShouldBeLessThanOrEqualTo(390);
        const string Watch = """
            () => new Promise(done => {
              let moved = 0;
              new PerformanceObserver(list => { for (const e of list.getEntries()) moved += e.value; })
                .observe({ type: 'layout-shift' });
              let polls = 0;
              new MutationObserver(() => { if (++polls >= 10) done(moved); })
                .observe(document.getElementById('reading'), { childList: true });
            })
            """;
        (await page.Page.EvaluateAsync<double>(Watch)).ShouldBeLessThan(0.02);
        page.Wrong.ShouldBeEmpty();
    }

    private static Task<string> Focused(WatchedPage page) => page.Page.EvaluateAsync<string>(
        "() => { const e = document.activeElement; return e.tagName + (e.id ? '#' + e.id : '.' + e.className); }");

    private static Task<string> Paper(WatchedPage page) =>
        page.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
