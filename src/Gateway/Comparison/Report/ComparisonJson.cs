using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>How <c>report.json</c> is written; NaN and infinity as strings, since models do give them.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(RowConverter)])]
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
