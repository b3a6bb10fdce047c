using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Dashboard;

/// <summary>The dashboard of a real gateway with four robots, in Chromium.</summary>
[Collection(RealTimeRobots.Name)]
public abstract class DashboardTest : IClassFixture<Browser>
{
    private protected const string Chromium = Fixtures.Browser.Command;
    private protected const string Row = "#reasons tbody tr";

    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    protected DashboardTest(Browser browser) => Browser = browser;

    private protected Browser Browser { get; }

    private protected static Task<ServedGateway> Start(params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> all = settings.ToDictionary(s => s.Key, s => (string?)s.Value);
        all["Http:Endpoint"] = "127.0.0.1:0";
        return ServedGateway.Start(Policy, settings: all);
    }

    private protected static DashboardRobots Drive(ServedGateway gateway)
    {
        // An episode begins with the first alone: a robot of which nothing is known yet cannot be held.
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder)
            .Replace("\"reset\":true", "\"reset\":false", StringComparison.Ordinal);
        return new DashboardRobots(gateway, [request], TimeSpan.FromMilliseconds(60));
    }
}
