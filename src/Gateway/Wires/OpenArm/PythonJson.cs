namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>Makes JSON of what Python's <c>json.dumps</c> writes.</summary>
internal static class PythonJson
{
    /// <summary>
    /// Turns each bare <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> into an empty string of equal length, in place:
    /// no number, so nothing can take it for one, and the rest of the line can be read.
    /// </summary>
    public static void Mend(Span<byte> line)
    {
        if (line.IndexOf("NaN"u8) < 0 && line.IndexOf("Infinity"u8) < 0)
            return;
        bool inText = false;
        for (int i = 0; i < line.Length; i++)
        {
            byte b = line[i];
            if (inText && b == '\\')
                i++;
            else if (b == '"')
                inText = !inText;
            else if (!inText)
                i += Replace(line[i..], "NaN"u8) + Replace(line[i..], "Infinity"u8) + Replace(line[i..], "-Infinity"u8);
        }
    }

    /// <returns>How many bytes to pass over beyond the first; 0 where the word does not stand here.</returns>
    private static int Replace(Span<byte> at, ReadOnlySpan<byte> word)
    {
        if (!at.StartsWith(word))
            return 0;
        at[..word.Length].Fill((byte)' ');
        (at[0], at[1]) = ((byte)'"', (byte)'"');
        return word.Length - 1;
    }
}
