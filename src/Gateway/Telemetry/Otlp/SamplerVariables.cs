using System.Globalization;
using PolicyGate.Gateway.Telemetry.Spans;

namespace PolicyGate.Gateway.Telemetry.Otlp;

/// <summary>
/// <c>OTEL_TRACES_SAMPLER</c> and its argument, read here and not by the SDK: it decides once a span is made, the
/// gateway before.
/// </summary>
internal static class SamplerVariables
{
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string Argument = "OTEL_TRACES_SAMPLER_ARG";

    /// <param name="variables">By name.</param>
    /// <param name="unusable">Gets what is not heeded.</param>
    public static TickSampling Read(IReadOnlyDictionary<string, string?> variables, List<string> unusable)
    {
        if (variables.GetValueOrDefault(Sampler)?.Trim().ToLowerInvariant() is not { } name)
            return TickSampling.Usual;
        bool byParent = name.StartsWith("parentbased_", StringComparison.Ordinal);
        double? ratio = (byParent ? name["parentbased_".Length..] : name) switch
        {
            "always_on" => 1,
            "always_off" => 0,
            "traceidratio" => Ratio(variables.GetValueOrDefault(Argument), unusable),
            _ => null,
        };
        if (ratio is { } known)
            return new TickSampling(known, byParent, Failures: false);
        unusable.Add($"{Sampler} is '{name}', expected always_on, always_off, traceidratio or one of them behind"
            + " parentbased_: ticks are sampled as if it were not set");
        return TickSampling.Usual;
    }

    private static double Ratio(string? text, List<string> unusable)
    {
        if (text is null)
            return 1;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio)
            && ratio is >= 0 and <= 1)
        {
            return ratio;
        }
        unusable.Add($"{Argument} is '{text}', expected 0 to 1: it is taken for 1");
        return 1;
    }
}
