using PolicyGate.Formats;

namespace PolicyGate.Gateway.Doctor;

/// <summary>What the checks write down, in the order in which they look.</summary>
internal sealed class Diagnosis
{
    private readonly List<DoctorFinding> _findings = [];

    public IReadOnlyList<DoctorFinding> Findings => _findings;

    /// <summary>Whether nothing hinders.</summary>
    public bool Ok => _findings.TrueForAll(finding => finding.Level is not DoctorLevel.Error);

    public void Good(string subject, string found) => Add(DoctorLevel.Ok, subject, found, mend: null);

    public void Tell(string subject, string found, string? mend = null) =>
        Add(DoctorLevel.Information, subject, found, mend);

    public void Warn(string subject, string found, string mend) => Add(DoctorLevel.Warning, subject, found, mend);

    public void Hinder(string subject, string found, string mend) => Add(DoctorLevel.Error, subject, found, mend);

    public void Add(DoctorLevel level, string subject, string found, string? mend) =>
        _findings.Add(new DoctorFinding(level, Printable.Text(subject), OneLine(found), mend));

    private static string OneLine(string text) => Printable.Text(text.ReplaceLineEndings("; "));
}
