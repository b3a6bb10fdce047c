using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>
/// What .NET's own meter does not say of the process, in the names that dashboards know; meter
/// <c>PolicyGate.Process</c>.
/// </summary>
internal sealed class ProcessMetrics : IDisposable
{
    private readonly Meter _meter;

    /// <param name="overflowed">Measurements that were counted together for want of room.</param>
    /// <param name="gateway">The meter's scope.</param>
    public ProcessMetrics(Func<long> overflowed, object gateway)
    {
        _meter = new Meter("PolicyGate.Process", version: null, tags: null, scope: gateway);
        double begun;
        using (Process process = Process.GetCurrentProcess())
            begun = (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
        _meter.CreateObservableGauge(
            "process.start_time", () => begun, "s", "When the process began, in seconds since 1970");
        _meter.CreateObservableGauge(
            "process.open_fds", OpenDescriptors, "{file}", "Files and sockets that the process has open");
        _meter.CreateObservableGauge(
            "process.max_fds", () => (double)Descriptors.Limit, "{file}", "Files and sockets that it may have open");
        KeyValuePair<string, object?> version = new("version", Version());
        _meter.CreateObservableGauge(
            "policygate.build.info", () => new Measurement<long>(1, version), unit: null,
            "1, with the version in its label");
        _meter.CreateObservableCounter(
            "policygate.metrics.overflow", overflowed, "{measurement}",
            "Measurements counted together because their metric has Limits:MetricSeries series already");
    }

    public void Dispose() => _meter.Dispose();

    private static long OpenDescriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd").LongCount();

    private static string? Version() => typeof(ProcessMetrics).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
