namespace PolicyGate.Gateway.Errors;

/// <summary>Makes text of a peer's fit for a log or a terminal.</summary>
internal static class Printable
{
    /// <summary>
    /// The same length, <c>?</c> for control characters: none breaks a line, nor does what a terminal obeys.
    /// </summary>
    public static string Text(string text) => string.Create(text.Length, text, static (into, source) =>
    {
        for (int i = 0; i < into.Length; i++)
            into[i] = char.IsControl(source[i]) ? '?' : source[i];
    });
}
