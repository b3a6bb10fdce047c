using System.Diagnostics.Metrics;
using System.Globalization;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>From .NET's names to Prometheus', as OpenTelemetry maps them:
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/</summary>
internal static class PrometheusNames
{
    /// <summary>As <c>policygate_tick_stage_duration_seconds</c>: letters, digits, the unit, <c>_total</c>.</summary>
    public static string Of(Instrument instrument, MetricKind kind)
    {
        string name = Letters(instrument.Name);
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            // Annotations, as {tick}, say what is counted, which the name does already.
            _ => "",
        };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        bool grows = kind is MetricKind.Counter or MetricKind.Total;
        return grows && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    /// <summary>As <c>route="main"</c>.</summary>
    public static string Label(KeyValuePair<string, object?> tag)
    {
        string value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
        return $"{Letters(tag.Key)}=\"{Escape(value).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>One line, whatever was in it.</summary>
    public static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Letters(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
