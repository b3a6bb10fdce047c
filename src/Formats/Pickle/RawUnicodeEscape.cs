using System.Globalization;
using System.Text;

namespace PolicyGate.Formats.Pickle;

/// <summary>Python's encoding of that name: Latin-1, <c>\uXXXX</c> and <c>\UXXXXXXXX</c>.</summary>
internal static class RawUnicodeEscape
{
    /// <summary>Whether the text is UTF-8 as it stands.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> text) => Ascii.IsValid(text) && !text.Contains((byte)'\\');

    /// <summary>In UTF-8: a letter of Latin-1 takes two.</summary>
    public static int MostBytes(int length) => (int)Math.Min(2L * length, int.MaxValue);

    /// <returns>Bytes written; negative where an escape is broken or stands for half of a surrogate pair.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> utf8)
    {
        int written = 0;
        for (int i = 0; i < text.Length;)
        {
            if (text[i] is not (byte)'\\' || i + 1 == text.Length)
            {
                written += new Rune((char)text[i++]).EncodeToUtf8(utf8[written..]);
                continue;
            }
            int digits = text[i + 1] switch { (byte)'u' => 4, (byte)'U' => 8, _ => 0 };
            if (digits == 0)
            {
                // A pair: the second may be a backslash that begins no escape.
                utf8[written++] = text[i++];
                written += new Rune((char)text[i++]).EncodeToUtf8(utf8[written..]);
                continue;
            }
            i += 2;
            if (digits > text.Length - i
                || !uint.TryParse(
                    text.Slice(i, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code)
                || !Rune.TryCreate(code, out Rune rune))
                return -1;
            written += rune.EncodeToUtf8(utf8[written..]);
            i += digits;
        }
        return written;
    }
}
