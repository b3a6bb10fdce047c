using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>What <c>inspect</c> found out.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Kind"><c>policy</c>, <c>observation</c> or <c>model</c>.</param>
/// <param name="Findings">What is in it, and what is wrong with it.</param>
internal sealed record InspectReport(string Path, string Kind, IReadOnlyList<Finding> Findings)
{
    public bool Ok => Findings.All(finding => finding.Level != FindingLevel.Error);
}
