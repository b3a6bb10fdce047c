using PolicyGate.Gateway.Telemetry.Spans;

namespace PolicyGate.Gateway.Telemetry.Otlp;

/// <summary>What OpenTelemetry's standard variables ask for; there is nothing of it in the configuration.</summary>
/// <param name="Traces">Whether ticks go out as spans.</param>
/// <param name="Metrics">Whether metrics go out.</param>
/// <param name="Sampling">Which ticks.</param>
/// <param name="Variables">All <c>OTEL_…</c>, of which the SDK reads the others itself.</param>
/// <param name="Unusable">Those that are not heeded, each with its reason.</param>
internal sealed record OtlpSettings(
    bool Traces, bool Metrics, TickSampling Sampling, IReadOnlyDictionary<string, string?> Variables,
    IReadOnlyList<string> Unusable)
{
    private const string Prefix = "OTEL_";
    private const string Disabled = "OTEL_SDK_DISABLED";
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Exporter = "otlp";

    /// <summary>Reads this process' environment.</summary>
    /// <returns>Null where nothing is to be sent.</returns>
    public static OtlpSettings? FromEnvironment()
    {
        Dictionary<string, string?> variables = [];
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value;
        return Read(variables);
    }

    /// <summary>Reads variables:
    /// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/</summary>
    /// <returns>Null where nothing is to be sent.</returns>
    public static OtlpSettings? Read(IEnumerable<KeyValuePair<string, string?>> environment)
    {
        // What is empty is as if it were not there.
        var variables = environment
            .Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal)
                && !string.IsNullOrWhiteSpace(entry.Value))
            .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        if (variables.Count == 0 || IsTrue(variables.GetValueOrDefault(Disabled)))
            return null;
        List<string> unusable = [];
        bool traces = IsOn("TRACES", variables, unusable);
        bool metrics = IsOn("METRICS", variables, unusable);
        if (!traces && !metrics)
            return null;
        return new OtlpSettings(traces, metrics, SamplerVariables.Read(variables, unusable), variables, unusable);
    }

    /// <summary>Where a signal goes, for the log: without what an address may hold of a password.</summary>
    public string EndpointOf(string signal)
    {
        string? named = Variables.GetValueOrDefault(EndpointName(signal)) ?? Variables.GetValueOrDefault(Endpoint);
        const UriComponents Shown = UriComponents.SchemeAndServer | UriComponents.Path;
        return named is null ? "the default endpoint"
            : Uri.TryCreate(named, UriKind.Absolute, out Uri? address)
                ? address.GetComponents(Shown, UriFormat.UriEscaped)
                : "an address that is none";
    }

    private static bool IsOn(string signal, Dictionary<string, string?> variables, List<string> unusable)
    {
        string name = $"OTEL_{signal}_EXPORTER";
        switch (variables.GetValueOrDefault(name)?.Trim().ToLowerInvariant())
        {
            case null:
                return variables.ContainsKey(Endpoint) || variables.ContainsKey(EndpointName(signal));
            case Exporter:
                return true;
            case "none":
                return false;
            case { } other:
                unusable.Add($"{name} is '{other}', expected 'otlp' or 'none': nothing is sent of that");
                return false;
        }
    }

    private static string EndpointName(string signal) => $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";

    private static bool IsTrue(string? value) =>
        string.Equals(value?.Trim(), "true", StringComparison.OrdinalIgnoreCase);
}
