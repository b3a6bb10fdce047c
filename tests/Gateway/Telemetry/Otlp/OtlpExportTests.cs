using System.Buffers;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Telemetry.Otlp;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Fixtures.Otlp;

namespace PolicyGate.Tests.Gateway.Telemetry.Otlp;

/// <summary>What of a gateway's meters goes out, and how much of it at most.</summary>
public sealed class OtlpExportTests
{
    private const int SeriesLimit = 100;

    [Fact]
    public async Task Ten_thousand_names_are_as_many_series_as_there_is_room_for_and_one_for_the_rest()
    {
        await using OtlpCollector collector = await OtlpCollector.Start();
        using var meter = new Meter("PolicyGate.Made", version: null, tags: null, scope: this);
        Counter<long> counter = meter.CreateCounter<long>("made.up", "{thing}", "Made up");
        await using (Start(collector, scope: this))
        {
            for (int i = 0; i < 10_000; i++)
                counter.Add(1, new KeyValuePair<string, object?>("name", i.ToString(CultureInfo.InvariantCulture)));
            Eventually.Holds(
                () => collector.Metrics("made.up").GetValueOrDefault("made.up")?.Points.Sum(p => p.Value) == 10_000,
                () => $"{collector.Requests} requests");
        }

        OtlpMetric made = collector.Metrics("made.up")["made.up"];
        made.Points.Count.ShouldBeInRange(SeriesLimit - 1, SeriesLimit + 1);
        OtlpPoint rest = made.Points.Single(point => point.Attributes.ContainsKey("otel.metric.overflow"));
        rest.Value.ShouldBe(10_000 - (made.Points.Count - 1));
    }

    [Fact]
    public async Task Another_gateways_instruments_do_not_go_out()
    {
        await using OtlpCollector collector = await OtlpCollector.Start();
        using var own = new Meter("PolicyGate.Made", version: null, tags: null, scope: this);
        using var other = new Meter("PolicyGate.Made", version: null, tags: null, scope: new object());
        await using (Start(collector, scope: this))
        {
            own.CreateCounter<long>("ours").Add(1);
            other.CreateCounter<long>("theirs").Add(1);
            Eventually.Holds(() => collector.Metrics("ours").Count > 0, () => $"{collector.Requests} requests");
        }

        collector.Metrics("ours").Keys.ShouldContain("ours");
        collector.Metrics("theirs").ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_failure_is_counted_and_within_a_minute_one_is_told()
    {
        using var log = new LogLines();
        using var page = new MetricCollector(this, SeriesLimit);
        string[] dead =
        [
            $"OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{FreePort.Take()}", "OTEL_METRIC_EXPORT_INTERVAL=50",
        ];
        // Its clock stands still.
        await using OtlpExport export = OtlpExport.Start(
            Settings(dead), this, SeriesLimit, new ManualTime(), log).ShouldNotBeNull();
        Eventually.Holds(() => Failures(page) >= 3, () => log.Text);
        log.All.Count(line => line.StartsWith("Warning: OTLP: ", StringComparison.Ordinal)).ShouldBe(1, log.Text);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_PROTOCOL")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL=soon", "OTEL_METRIC_EXPORT_INTERVAL")]
    public async Task A_variable_that_makes_no_sense_is_told_and_ends_nothing(string variable, string told)
    {
        using var log = new LogLines();
        string[] variables = [$"OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{FreePort.Take()}", variable];
        OtlpExport? export = OtlpExport.Start(Settings(variables), this, SeriesLimit, TimeProvider.System, log);
        Eventually.Holds(() => log.Text.Contains(told, StringComparison.Ordinal), () => log.Text);
        await export.ShouldNotBeNull().DisposeAsync();
    }

    private static double Failures(MetricCollector collector)
    {
        var text = new ArrayBufferWriter<byte>();
        collector.Write(text);
        return new PrometheusSamples(Encoding.UTF8.GetString(text.WrittenSpan))["policygate_otlp_failures_total"];
    }

    private static OtlpExport Start(OtlpCollector collector, object scope) => OtlpExport.Start(
        Settings(collector.Variables()), scope, SeriesLimit, TimeProvider.System, NullLogger.Instance)
        .ShouldNotBeNull();

    private static OtlpSettings Settings(string[] variables) => OtlpSettings.Read(
        variables.Select(variable => variable.Split('=', 2))
            .Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1]))).ShouldNotBeNull();
}
