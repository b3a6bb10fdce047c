using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>One plugin, as <c>plugins</c> prints it.</summary>
/// <param name="Name">The backend's name, or the folder's where that could not be read.</param>
/// <param name="Folder">Absolute.</param>
/// <param name="Version">The plugin's own; null where it cannot be used.</param>
/// <param name="Contract">The contract it was built against; null where it cannot be used.</param>
/// <param name="Error">Why it cannot be used; null where it can.</param>
/// <param name="Findings">What it tells of this machine.</param>
internal sealed record PluginReport(
    string Name, string Folder, string? Version, string? Contract, string? Error, IReadOnlyList<Finding> Findings)
{
    public bool Ok => Error is null && Findings.All(finding => finding.Level != FindingLevel.Error);
}
