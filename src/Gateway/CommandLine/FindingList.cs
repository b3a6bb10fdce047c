using PolicyGate.Abstractions;
using PolicyGate.Formats;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>Findings for people: level where it hinders, subject, text; in columns.</summary>
internal static class FindingList
{
    public static void Write(IReadOnlyList<Finding> findings, string indent, TextWriter output)
    {
        int width = findings.Count == 0 ? 0 : findings.Max(finding => finding.Subject.Length);
        foreach (Finding finding in findings)
        {
            string level = finding.Level switch
            {
                FindingLevel.Error => "error: ",
                FindingLevel.Warning => "warning: ",
                _ => "",
            };
            // What is in a file may be a stranger's.
            output.WriteLine(Printable.Lines($"{indent}{finding.Subject.PadRight(width)}  {level}{finding.Text}"));
        }
    }
}
