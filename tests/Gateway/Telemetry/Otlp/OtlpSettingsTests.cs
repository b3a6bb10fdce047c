using PolicyGate.Gateway.Telemetry.Otlp;
using PolicyGate.Gateway.Telemetry.Spans;

namespace PolicyGate.Tests.Gateway.Telemetry.Otlp;

public sealed class OtlpSettingsTests
{
    private const string Everywhere = "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318";

    [Theory]
    [InlineData("")]
    [InlineData("PATH=/bin OTEL_SERVICE_NAME=arm OTEL_TRACES_SAMPLER=always_on")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData($"{Everywhere} OTEL_SDK_DISABLED=TRUE")]
    [InlineData($"{Everywhere} OTEL_TRACES_EXPORTER=none OTEL_METRICS_EXPORTER=none")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://localhost:4318")]
    public void Nothing_is_sent_where_no_variable_asks_for_it(string variables) => Read(variables).ShouldBeNull();

    [Theory]
    [InlineData(Everywhere, true, true)]
    [InlineData($"{Everywhere} OTEL_SDK_DISABLED=false", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://localhost:4318/v1/traces", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://localhost:4318/v1/metrics", false, true)]
    [InlineData($"{Everywhere} OTEL_TRACES_EXPORTER=none", false, true)]
    [InlineData($"{Everywhere} OTEL_METRICS_EXPORTER=none", true, false)]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", true, false)]
    public void Each_signal_goes_out_where_it_is_asked_for(string variables, bool traces, bool metrics)
    {
        OtlpSettings settings = Read(variables).ShouldNotBeNull();
        (settings.Traces, settings.Metrics).ShouldBe((traces, metrics));
        settings.Unusable.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("always_on", 1, false)]
    [InlineData("always_off", 0, false)]
    [InlineData("traceidratio", 0.5, false)]
    [InlineData("parentbased_always_on", 1, true)]
    [InlineData("parentbased_always_off", 0, true)]
    [InlineData("ParentBased_TraceIdRatio", 0.5, true)]
    public void A_sampler_by_its_variable_wins(string sampler, double ratio, bool byParent) =>
        Read($"{Everywhere} OTEL_TRACES_SAMPLER={sampler} OTEL_TRACES_SAMPLER_ARG=0.5").ShouldNotBeNull()
            .Sampling.ShouldBe(new TickSampling(ratio, byParent, Failures: false));

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER=console", "OTEL_TRACES_EXPORTER is 'console', expected 'otlp' or 'none'")]
    [InlineData("OTEL_TRACES_SAMPLER=jaeger_remote", "OTEL_TRACES_SAMPLER is 'jaeger_remote', expected always_on")]
    [InlineData(
        "OTEL_TRACES_SAMPLER=traceidratio OTEL_TRACES_SAMPLER_ARG=2",
        "OTEL_TRACES_SAMPLER_ARG is '2', expected 0 to 1")]
    public void What_is_not_heeded_is_told(string variables, string told) =>
        Read($"{Everywhere} {variables}").ShouldNotBeNull().Unusable.ShouldHaveSingleItem().ShouldStartWith(told);

    private static OtlpSettings? Read(string variables) => OtlpSettings.Read(
        variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=', 2))
            .ToDictionary(pair => pair[0], string? (pair) => pair[1]));
}
