using System.Buffers;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Telemetry;

public sealed class MetricCollectorTests : IDisposable
{
    private const int SeriesLimit = 100;

    private readonly Meter _meter;
    private readonly MetricCollector _collector;

    public MetricCollectorTests()
    {
        _meter = new Meter("PolicyGate.Tests", version: null, tags: null, scope: this);
        _collector = new MetricCollector(this, SeriesLimit);
    }

    [Fact]
    public void Ten_thousand_names_are_a_hundred_series_and_one_for_the_rest()
    {
        Counter<long> counter = _meter.CreateCounter<long>("made.up", "{thing}", "Made up");
        for (int i = 0; i < 10_000; i++)
            counter.Add(1, new KeyValuePair<string, object?>("name", i.ToString(CultureInfo.InvariantCulture)));

        string[] lines = [.. Lines().Where(line => line.StartsWith("made_up_total{", StringComparison.Ordinal))];
        lines.Length.ShouldBe(SeriesLimit + 1);
        lines[^1].ShouldBe("made_up_total{otel_metric_overflow=\"true\"} 9900");
        _collector.Overflowed.ShouldBe(9900);

        // Those that have a place keep it.
        counter.Add(1, new KeyValuePair<string, object?>("name", "7"));
        Lines().ShouldContain("made_up_total{name=\"7\"} 2");
        _collector.Overflowed.ShouldBe(9900);
    }

    [Fact]
    public void Hostile_names_are_neither_memory_nor_a_longer_page_once_there_is_no_room()
    {
        Histogram<double> histogram = _meter.CreateHistogram(
            "took", "s", "Time", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 1] });
        string[] names = [.. Enumerable.Range(0, 10_000).Select(i => $"{i}\"\n}} le=\\{new string('é', 200)}")];
        foreach (string name in names.AsSpan(0, SeriesLimit))
            histogram.Record(1, new("policy", name), new("route", "main"));
        int full = Page().Length;

        Allocations.LeastOf(() =>
        {
            foreach (string name in names.AsSpan(SeriesLimit))
                histogram.Record(1, new("policy", name), new("route", "main"));
        }).ShouldBe(0);

        string page = Page();
        page.Length.ShouldBeLessThan(full + 1000);
        page.ShouldContain("took_seconds_count{otel_metric_overflow=\"true\"}");
        page.Split('\n').Count(line => line.StartsWith("took_seconds_count{", StringComparison.Ordinal))
            .ShouldBe(SeriesLimit + 1);
    }

    [Fact]
    public void A_scrape_takes_no_more_of_the_managed_heap_for_more_series()
    {
        Histogram<double> histogram = _meter.CreateHistogram(
            "took", "s", "Time", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 1] });
        var room = new ArrayBufferWriter<byte>(1 << 20);
        histogram.Record(1, new KeyValuePair<string, object?>("route", "0"));
        long one = LeastOfScrapes(room);
        for (int i = 1; i < SeriesLimit; i++)
        {
            histogram.Record(1, new KeyValuePair<string, object?>(
                "route", i.ToString(CultureInfo.InvariantCulture)));
        }
        // A line of a series is 60 bytes; .NET's own meter differs by some bytes from one reading to the next.
        LeastOfScrapes(room).ShouldBeLessThan(one + 500);
    }

    [Fact]
    public void Names_units_and_labels_are_as_prometheus_reads_them()
    {
        _meter.CreateCounter<long>("a.b-c", "By", "Two\nlines, a \\").Add(
            5, new("first", "say \"so\"\\\n"), new("the.second", null));
        _meter.CreateObservableGauge("now", () => double.NegativeInfinity, "s", "No number");
        _meter.CreateUpDownCounter<int>("here").Add(-2);

        Lines().ShouldBe(
        [
            "# HELP a_b_c_bytes_total Two\\nlines, a \\\\",
            "# TYPE a_b_c_bytes_total counter",
            "a_b_c_bytes_total{first=\"say \\\"so\\\"\\\\\\n\",the_second=\"\"} 5",
            "# HELP here ",
            "# TYPE here gauge",
            "here -2",
            "# HELP now_seconds No number",
            "# TYPE now_seconds gauge",
            "now_seconds -Inf",
        ]);
    }

    [Fact]
    public void A_histogram_counts_what_lies_on_its_bounds_below_them()
    {
        Histogram<double> histogram = _meter.CreateHistogram(
            "took", "s", "Time", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 1] });
        foreach (double value in new[] { 0.0005, 0.001, 0.002, 7 })
            histogram.Record(value);

        Lines().Skip(2).ShouldBe(
        [
            "took_seconds_bucket{le=\"0.001\"} 2",
            "took_seconds_bucket{le=\"1\"} 3",
            "took_seconds_bucket{le=\"+Inf\"} 4",
            "took_seconds_sum 7.0035",
            "took_seconds_count 4",
        ]);
    }

    [Fact]
    public async Task Nothing_is_lost_between_threads()
    {
        Counter<long> counter = _meter.CreateCounter<long>("made");
        Histogram<double> histogram = _meter.CreateHistogram<double>("took");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("name", (i & 1) == 0 ? "even" : "odd"));
                histogram.Record(1);
            }
        })));
        Lines().ShouldContain("made_total{name=\"even\"} 100000");
        Lines().ShouldContain("made_total{name=\"odd\"} 100000");
        Lines().ShouldContain("took_sum 200000");
    }

    [Fact]
    public void A_measurement_takes_nothing_of_the_managed_heap_once_its_series_is_there()
    {
        Counter<long> counter = _meter.CreateCounter<long>("made");
        Histogram<double> histogram = _meter.CreateHistogram<double>("took");
        Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                counter.Add(1, new("route", "main"), new("reason", "NotFound"));
                histogram.Record(0.01, new("route", "main"), new("stage", "run"));
            }
        }).ShouldBe(0);
    }

    [Fact]
    public void Another_gateways_instruments_are_not_counted()
    {
        using var other = new Meter("PolicyGate.Tests", version: null, tags: null, scope: new object());
        other.CreateCounter<long>("theirs").Add(1);
        Lines().ShouldBeEmpty();
    }

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    private long LeastOfScrapes(ArrayBufferWriter<byte> room) => Allocations.LeastOf(() =>
    {
        room.ResetWrittenCount();
        _collector.Write(room);
    });

    private string Page()
    {
        var text = new ArrayBufferWriter<byte>();
        _collector.Write(text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>But for .NET's own.</summary>
    private IEnumerable<string> Lines() => Page().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.Contains("dotnet_", StringComparison.Ordinal));
}
