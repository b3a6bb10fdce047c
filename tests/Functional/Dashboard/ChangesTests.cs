using Microsoft.Playwright;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Dashboard;

/// <summary>Policies changed from the page, by who has the token, and by nobody else.</summary>
public sealed class ChangesTests(Browser browser) : DashboardTest(browser), IDisposable
{
    private readonly TokenFile _token = new();

    public void Dispose() => _token.Dispose();

    [NeedsCommandFact(Chromium, Chromium)]
    public async Task A_policy_is_swapped_and_rolled_back_with_the_token_and_a_wrong_one_is_refused()
    {
        await using ServedGateway gateway = await Start(
            ("Http:TokenFile", _token.Path), ("Swaps:Takeover", "Now"), ("Swaps:TrialTicks", "0"));
        using DashboardRobots robots = Drive(gateway);
        using var other = new ScratchFolder("policygate-test-");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(GoldenData.Root, "act-tiny")))
            File.Copy(file, Path.Combine(other.Path, Path.GetFileName(file)));
        // What is the same to the byte is no other version.
        File.AppendAllText(Path.Combine(other.Path, "policy.json"), "\n");
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway);
        await page.Says("#access-note", "need the token");
        await Assertions.Expect(page.Find(".policy form button[type=submit]")).ToBeDisabledAsync();

        await Use(page, "0123456789abcdef0123456789abcdef");
        await Change(page, "Swap");
        await page.Says("#access-note", "The gateway refuses this token.");
        await Assertions.Expect(page.Find(".policy form button[type=submit]")).ToBeDisabledAsync();

        await Use(page, _token.Token);
        await page.Find(".policy form input").FillAsync(other.Path);
        await Change(page, "Swap");
        await page.Says(".policy .outcome", "version 2 answers");
        await page.Says("#list .robot:nth-child(1) .by", "version 2");
        await Change(page, "Roll back");
        await page.Says("#list .robot:nth-child(1) .by", "version 1");

        // The one message is of the refused token.
        page.Wrong.Split('\n').ShouldHaveSingleItem().ShouldContain("401");
        (await page.Page.ContentAsync()).ShouldNotContain(_token.Token);
        (await page.Page.EvaluateAsync<string>("() => JSON.stringify({ ...localStorage, ...sessionStorage })"))
            .ShouldNotContain(_token.Token);
    }

    [NeedsCommandFact(Chromium, Chromium)]
    public async Task A_page_from_another_origin_reads_nothing_and_changes_nothing()
    {
        await using ServedGateway gateway = await Start(("Http:TokenFile", _token.Path));
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway);
        // The same gateway by its other name is another origin.
        string other = page.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await page.Page.GotoAsync(other + "/healthz");
        const string Ask = """
            async ([address, token]) => {
              const tried = async (options) => {
                try { return String((await fetch(address, options)).status); } catch (fault) { return fault.name; }
              };
              const post = { method: 'POST', body: '{}' };
              const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer ' + token };
              return [
                await tried({}),
                await tried({ ...post, headers }),
                await tried({ ...post, mode: 'no-cors' }),
              ];
            }
            """;
        string[] found = await page.Page.EvaluateAsync<string[]>(
            Ask, new[] { page.Address + "/api/policies/act-tiny/swap", _token.Token });
        found.ShouldBe(["TypeError", "TypeError", "0"]);
        gateway.Log.Text.ShouldContain("a page from another origin asked for a change");
        gateway.Host.Policies.List()[0].LastSwap.ShouldBeNull();
    }

    [NeedsCommandFact(Chromium, Chromium)]
    public async Task No_other_page_may_show_it_in_a_frame()
    {
        await using ServedGateway gateway = await Start();
        await using WatchedPage page = await WatchedPage.Open(Browser, gateway);
        await page.Page.GotoAsync(page.Address + "/healthz");
        await page.Page.EvaluateAsync(
            "address => { const f = document.createElement('iframe'); f.src = address; document.body.append(f); }",
            page.Address + "/");
        Eventually.Holds(
            () => page.Wrong.Contains("frame-ancestors", StringComparison.Ordinal)
                || page.Wrong.Contains("X-Frame-Options", StringComparison.Ordinal),
            () => page.Wrong);
    }

    private static async Task Use(WatchedPage page, string token)
    {
        await page.Find("#token").FillAsync(token);
        await page.Find("#unlock").ClickAsync();
        await page.Says("#access-note", "kept in this page alone");
    }

    private static async Task Change(WatchedPage page, string button)
    {
        await page.Find($".policy form button:has-text('{button}')").ClickAsync();
        await page.Says("#confirm-text", "4 robots are answered by it now");
        await page.Find("#confirm-yes").ClickAsync();
    }
}
