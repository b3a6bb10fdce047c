using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PolicyGate.Gateway.Telemetry.Spans;

namespace PolicyGate.Gateway.Telemetry.Otlp;

/// <summary>
/// Sends one gateway's spans and metrics to an OpenTelemetry collector: docs/decisions/0031-otlp.md. Threads of the
/// SDK's own do it, behind queues that are bounded.
/// </summary>
/// <remarks>Nothing of the SDK is loaded before the first one starts.</remarks>
internal sealed class OtlpExport : IAsyncDisposable
{
    // Below the second and a half that an end may take at most when the robot has gone.
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(1);

    // Of what is not the gateway's own no robot can name a series.
    private const int OthersSeries = 100;

    private readonly OtlpMetrics _metrics;
    private readonly OtlpNotices _notices;
    private readonly OpenTelemetrySdk _sdk;
    private readonly ILogger _logger;

    private OtlpExport(OtlpSettings settings, object gateway, int seriesLimit, TimeProvider time, ILogger logger)
    {
        _logger = logger;
        _metrics = new OtlpMetrics(gateway);
        _notices = new OtlpNotices(_metrics, time, logger);
        try
        {
            _sdk = OpenTelemetrySdk.Create(builder => Configure(builder, settings, gateway, seriesLimit));
        }
        catch
        {
            _notices.Dispose();
            _metrics.Dispose();
            throw;
        }
    }

    /// <summary>Begins.</summary>
    /// <param name="settings">What the variables ask for.</param>
    /// <param name="gateway">The scope of its meters.</param>
    /// <param name="seriesLimit">Series of one of its instruments at most.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told what cannot be sent.</param>
    /// <returns>Null where that could not be set up: a robot is served without.</returns>
    public static OtlpExport? Start(
        OtlpSettings settings, object gateway, int seriesLimit, TimeProvider time, ILogger logger)
    {
        foreach (string problem in settings.Unusable)
            Log.Unusable(logger, problem);
        try
        {
            var export = new OtlpExport(settings, gateway, seriesLimit, time, logger);
            Log.Exporting(logger, string.Join(" and ", Signals(settings)));
            return export;
        }
#pragma warning disable CA1031 // Whatever the SDK finds wrong with its variables, robots come first.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            Log.NotExporting(logger, problem);
            return null;
        }
    }

    /// <summary>Sends what is left, for as long as an end may take; what hangs ends with the process.</summary>
    public async ValueTask DisposeAsync()
    {
        int limit = (int)EndTime.TotalMilliseconds;
        Task<bool[]> sent = Task.WhenAll(
            Task.Run(() => _sdk.TracerProvider.Shutdown(limit)), Task.Run(() => _sdk.MeterProvider.Shutdown(limit)));
        bool all = await Task.WhenAny(sent, Task.Delay(EndTime)) == sent && Array.TrueForAll(await sent, done => done);
        if (!all)
            Log.NotFlushed(_logger, EndTime);
        _notices.Dispose();
        _metrics.Dispose();
        // It may wait for a collector once more: its threads are the background's.
        _ = Task.Run(_sdk.Dispose);
    }

    private static void Configure(
        IOpenTelemetryBuilder builder, OtlpSettings settings, object gateway, int seriesLimit)
    {
        // The SDK reads what is left of the variables from here: in a test they are not the process'.
        builder.Services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Variables).Build());
        builder.ConfigureResource(Describe);
        if (settings.Traces)
            builder.WithTracing(traces => traces.AddSource(TickSpans.SourceName).SetSampler<AlwaysOnSampler>());
        if (settings.Metrics)
        {
            builder.WithMetrics(metrics => metrics
                .AddMeter("PolicyGate.*", MetricCollector.RuntimeMeter)
                .AddView(instrument => ViewOf(instrument, gateway, seriesLimit)));
        }
        builder.UseOtlpExporter();
    }

    private static MetricStreamConfiguration ViewOf(Instrument instrument, object gateway, int seriesLimit)
    {
        if (instrument.Meter.Scope == gateway)
            return new MetricStreamConfiguration { CardinalityLimit = seriesLimit };
        return instrument.Meter.Scope is null
            ? new MetricStreamConfiguration { CardinalityLimit = OthersSeries }
            : MetricStreamConfiguration.Drop;
    }

    private static void Describe(ResourceBuilder resource)
    {
        string? version = typeof(OtlpExport).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        // The variables come last: what they name wins.
        resource.Clear().AddService("policygate", serviceVersion: version).AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
    }

    private static IEnumerable<string> Signals(OtlpSettings settings)
    {
        if (settings.Traces)
            yield return $"spans to {settings.EndpointOf("TRACES")}";
        if (settings.Metrics)
            yield return $"metrics to {settings.EndpointOf("METRICS")}";
    }
}
