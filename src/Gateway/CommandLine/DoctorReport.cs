using PolicyGate.Gateway.Doctor;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="Ok">Whether nothing hinders.</param>
/// <param name="Findings">Each with its level, what it is about, what was found and how to mend it.</param>
internal sealed record DoctorReport(bool Ok, IReadOnlyList<DoctorFinding> Findings);
