namespace PolicyGate.Formats;

/// <summary>
/// Makes text of a peer's fit for a log or a terminal: none breaks a line, nor does what a terminal obeys.
/// </summary>
internal static class Printable
{
    /// <summary>The same length, <c>?</c> for control characters.</summary>
    public static string Text(string text) => Replace(text, keepLines: false);

    /// <summary>The same, but lines stay lines: for who reads a file and expects some of its text.</summary>
    public static string Lines(string text) => Replace(text, keepLines: true);

    private static string Replace(string text, bool keepLines) =>
        string.Create(text.Length, (text, keepLines), static (into, source) =>
        {
            for (int i = 0; i < into.Length; i++)
            {
                char from = source.text[i];
                into[i] = char.IsControl(from) && !(from is '\n' && source.keepLines) ? '?' : from;
            }
        });
}
