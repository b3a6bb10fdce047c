namespace PolicyGate.Tests.Tidy;

/// <summary>Blanks out comments, strings and characters, so that rules and braces are looked for in code
/// alone.</summary>
/// <remarks>
/// An interpolated string with strings in its holes is seen as several strings with the code between them: the quotes
/// come in pairs all the same, and its braces lie within the parts that are blanked out.
/// </remarks>
internal static class CodeText
{
    public static string Of(string text)
    {
        char[] code = text.ToCharArray();
        for (int i = 0; i < text.Length;)
        {
            int end = EndOfLiteral(text, i);
            for (int j = i; j < end; j++)
            {
                if (code[j] != '\n')
                    code[j] = ' ';
            }

            i = Math.Max(end, i + 1);
        }

        return new string(code);
    }

    /// <summary>Where the comment or literal that begins here ends; the same place where none begins.</summary>
    private static int EndOfLiteral(string text, int start)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        if (rest.StartsWith("//"))
            return After(text, start, "\n");
        if (rest.StartsWith("/*"))
            return After(text, start + 2, "*/");
        if (rest.StartsWith("\"\"\""))
        {
            int quotes = rest.IndexOfAnyExcept('"');
            return After(text, start + quotes, new string('"', quotes));
        }

        if (rest.StartsWith("@\"") || rest.StartsWith("@$\""))
            return EndOfQuoted(text, text.IndexOf('"', start) + 1, '"', escape: '"');
        return rest[0] is '"' or '\'' ? EndOfQuoted(text, start + 1, rest[0], escape: '\\') : start;
    }

    private static int EndOfQuoted(string text, int start, char quote, char escape)
    {
        for (int i = start; i < text.Length; i++)
        {
            bool escapes = text[i] == escape && (escape != quote || (i + 1 < text.Length && text[i + 1] == quote));
            if (escapes)
                i++;
            else if (text[i] == quote)
                return i + 1;
        }

        return text.Length;
    }

    private static int After(string text, int start, string end)
    {
        int found = text.IndexOf(end, start, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + end.Length;
    }
}
