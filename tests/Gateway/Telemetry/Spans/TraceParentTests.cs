using System.Diagnostics;
using System.Globalization;
using PolicyGate.Gateway.Telemetry.Spans;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Telemetry.Spans;

public sealed class TraceParentTests
{
    private const string Known = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(Known, true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03", true)]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what the future will be like", true)]
    public void What_the_standard_has_is_read(string header, bool sampled)
    {
        var parent = TraceParent.Parse(header);

        parent.Exists.ShouldBeTrue();
        parent.Sampled.ShouldBe(sampled);
        ActivityContext context = parent.ToContext();
        context.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        context.SpanId.ToHexString().ShouldBe("b7ad6b7169203331");
        context.IsRemote.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-")]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01")]
    [InlineData("00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData($"{Known},{Known}")]
    public void What_it_has_not_is_no_parent(string? header) =>
        TraceParent.Parse(header).ShouldBe(default);

    [Fact]
    public void A_megabyte_of_it_costs_no_more_than_a_line()
    {
        string header = "cc" + Known[2..] + "-" + new string('f', 1 << 20);
        Allocations.LeastOf(() => TraceParent.Parse(header).Exists.ShouldBeTrue()).ShouldBe(0);
    }

    [Theory]
    [InlineData("parent sampled", 0.0, true)]
    [InlineData("parent not sampled", 1.0, false)]
    public void A_robots_own_span_decides_unless_told_otherwise(string header, double ratio, bool wanted)
    {
        _ = header;
        TraceParent parent = new(1, 1, Sampled: wanted);
        new TickSampling(ratio, ByParent: true, Failures: false).Wants(parent, drawn: 0).ShouldBe(wanted);
        new TickSampling(ratio, ByParent: false, Failures: false).Wants(parent, drawn: 0).ShouldBe(!wanted);
    }

    [Fact]
    public void A_ratio_keeps_the_same_traces_as_OpenTelemetry_for_Python()
    {
        // TraceIdRatioBased(0.25) there: trace_id & (2**64 - 1) < round(0.25 * 2**64)
        var quarter = new TickSampling(0.25, ByParent: false, Failures: false);
        quarter.Wants(Parent("ffffffffffffffff3fffffffffffffff"), 0).ShouldBeTrue();
        quarter.Wants(Parent("00000000000000004000000000000000"), 0).ShouldBeFalse();
    }

    private static TraceParent Parent(string trace) =>
        new(UInt128.Parse(trace, NumberStyles.HexNumber, CultureInfo.InvariantCulture), 1, Sampled: false);
}
