using PolicyGate.Gateway.Doctor;

namespace PolicyGate.Tests.Gateway.Doctor;

/// <summary>What a check is expected to have found.</summary>
internal static class DiagnosisExtensions
{
    public static DoctorFinding ShouldHold(this Diagnosis diagnosis, DoctorLevel level, string subject, string found)
    {
        DoctorFinding finding = diagnosis.Findings.Where(one => one.Subject == subject).ShouldHaveSingleItem();
        finding.Level.ShouldBe(level, finding.Found);
        finding.Found.ShouldContain(found);
        return finding;
    }
}
