using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace PolicyGate.Formats.Pickle;

/// <summary>Reads text, bytes and long integers, not copied where they lie in the message as they are.</summary>
/// <param name="document">Gives the room for others.</param>
/// <param name="isDecoded">Where the opcodes stand.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct PickleLiterals(PickleDocument document, bool isDecoded)
{
    public FormatFault? Text(ref PickleCursor cursor, int size, out PickleNode node)
    {
        if (View(ref cursor, PickleKind.Text, size, out node) is { } fault)
            return fault;
        return Utf8.IsValid(cursor.Slice(node.Start, node.Length))
            ? null
            : PickleFault.Malformed(node.Start, "a text that is no UTF-8");
    }

    public FormatFault? Bytes(ref PickleCursor cursor, int size, out PickleNode node) =>
        View(ref cursor, PickleKind.Bytes, size, out node);

    /// <summary>LONG1 and LONG4: a length, then little-endian two's complement.</summary>
    public FormatFault? Long(ref PickleCursor cursor, int size, out PickleNode node)
    {
        node = default;
        if (!cursor.TryUnsigned(size, out ulong length) || !cursor.TryTake(length, out int at))
            return cursor.Cut();
        ReadOnlySpan<byte> bytes = cursor.Slice(at, (int)length);
        if (bytes.Length > sizeof(long))
        {
            node = View(PickleKind.LongInteger, at, bytes.Length);
            return null;
        }
        long value = bytes is [.., >= 0x80] ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        node = new PickleNode { Kind = PickleKind.Integer, Bits = value };
        return null;
    }

    /// <summary>UNICODE: a line in Python's raw-unicode-escape.</summary>
    public FormatFault? TextLine(ref PickleCursor cursor, out PickleNode node)
    {
        node = default;
        if (!cursor.TryLine(out int at, out int length))
            return cursor.Cut();
        ReadOnlySpan<byte> line = cursor.Slice(at, length);
        if (RawUnicodeEscape.IsPlain(line))
        {
            node = View(PickleKind.Text, at, length);
            return null;
        }
        if (isDecoded || !document.TryDecoded(RawUnicodeEscape.MostBytes(length), out Span<byte> room))
            return PickleFault.LimitExceeded(at, "more text to decode than a message of this length needs");
        int written = RawUnicodeEscape.Decode(line, room);
        if (written < 0)
            return PickleFault.Malformed(at, "a text with an escape that stands for no letter");
        node = View(PickleKind.Text, document.EndDecoded(written), written);
        node.IsDecoded = true;
        return null;
    }

    private FormatFault? View(ref PickleCursor cursor, PickleKind kind, int size, out PickleNode node)
    {
        node = default;
        int at = cursor.Position;
        if (!cursor.TryUnsigned(size, out ulong length))
            return cursor.Cut();
        int left = cursor.Left;
        if (!cursor.TryTake(length, out int start))
            return PickleFault.Malformed(at, $"{kind} of {length} bytes, of which {left} are there");
        node = View(kind, start, (int)length);
        return null;
    }

    private PickleNode View(PickleKind kind, int start, int length) =>
        new() { Kind = kind, Start = start, Length = length, IsDecoded = isDecoded };
}
