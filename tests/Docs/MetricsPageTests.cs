using System.Text.RegularExpressions;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Telemetry.Otlp;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Docs;

/// <summary>docs/metrics.md has a row <c>| `name` | kind | labels | meaning |</c> for each metric, no other.</summary>
public sealed partial class MetricsPageTests
{
    [Fact]
    public async Task The_page_has_every_metric_with_its_kind_and_labels_and_no_other()
    {
        using var folder = new ScratchFolder("policygate-test-");
        await using ServedGateway gateway = await ServedGateway.Start(
            Path.Combine(GoldenData.Root, "act-tiny"), "Scripted", new()
            {
                ["Http:Endpoint"] = "127.0.0.1:0",
                ["Recording:Folder"] = folder.Path,
                ["Recording:AllRoutes"] = "true",
            },
            start: HostStart.Plain with
            {
                Otlp = OtlpSettings.Read([new("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{FreePort.Take()}")]),
            });
        using var http = new WatchClient(gateway);
        string text = await http.MetricsText();
        IEnumerable<string> exported = Type().Matches(text)
            .Select(type => $"{type.Groups["name"].Value} {type.Groups["kind"].Value}");

        string page = await File.ReadAllTextAsync(Repository.At("docs/metrics.md"));
        IEnumerable<string> told = Row().Matches(page)
            .Select(row => $"{row.Groups["name"].Value} {row.Groups["kind"].Value}");
        told.Order(StringComparer.Ordinal).ShouldBe(exported.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<kind>\S+)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Type();

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \| (?<kind>\w+) \|[^|]*\|[^|]{20,}\|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();
}
