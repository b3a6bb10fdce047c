using System.Text;

namespace PolicyGate.Formats.Grpc;

/// <summary>The trailer <c>grpc-message</c>: UTF-8, percent-encoded but for printable ASCII.</summary>
internal static class GrpcMessageText
{
    private const string Hexadecimal = "0123456789ABCDEF";

    /// <param name="text">Any text.</param>
    /// <param name="limit">Characters of what is sent; a longer text is cut between two of its characters.</param>
    public static string Encode(string text, int limit)
    {
        var encoded = new StringBuilder(Math.Min(text.Length, limit));
        Span<byte> utf8 = stackalloc byte[4];
        // Half a surrogate pair becomes U+FFFD here, as everywhere in .NET.
        foreach (Rune rune in text.EnumerateRunes())
        {
            int start = encoded.Length;
            foreach (byte value in utf8[..rune.EncodeToUtf8(utf8)])
            {
                if (value is >= 0x20 and <= 0x7e and not (byte)'%')
                    encoded.Append((char)value);
                else
                    encoded.Append('%').Append(Hexadecimal[value >> 4]).Append(Hexadecimal[value & 15]);
            }
            if (encoded.Length > limit)
            {
                encoded.Length = start;
                break;
            }
        }
        return encoded.ToString();
    }

    /// <summary>Never fails: what is no valid escape stands for itself, as the specification wants it.</summary>
    public static string Decode(string encoded)
    {
        var utf8 = new byte[Encoding.UTF8.GetByteCount(encoded)];
        int count = 0;
        for (int i = 0; i < encoded.Length; i++)
        {
            bool isEscape = encoded[i] == '%' && i + 2 < encoded.Length
                && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]);
            if (isEscape)
            {
                utf8[count++] = Convert.FromHexString(encoded.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else
            {
                count += Encoding.UTF8.GetBytes(encoded.AsSpan(i, 1), utf8.AsSpan(count));
            }
        }
        return Encoding.UTF8.GetString(utf8, 0, count);
    }
}
