using System.Text.Json.Serialization;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Inspection;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>What <c>inspect</c> found out.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Kind"><c>policy</c>, <c>observation</c>, <c>recording</c> or <c>model</c>.</param>
/// <param name="Findings">What is in it, and what is wrong with it.</param>
internal sealed record InspectReport(string Path, string Kind, IReadOnlyList<Finding> Findings)
{
    /// <summary>A recording's figures; null for all else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordingSummary? Recording { get; init; }

    public bool Ok => Findings.All(finding => finding.Level != FindingLevel.Error);
}
