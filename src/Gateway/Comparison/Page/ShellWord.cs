namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>A command's argument as a shell takes it: paths hold anything.</summary>
internal static class ShellWord
{
    private const string Plain = "-_./:=,+@%";

    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
