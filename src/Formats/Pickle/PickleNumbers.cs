using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace PolicyGate.Formats.Pickle;

/// <summary>Reads the numbers that stand behind an opcode, in binary or as a line of text.</summary>
internal static class PickleNumbers
{
    /// <summary>Of a number in text: 64 bits have 20 digits, Python's floats at most 24 letters.</summary>
    private const int LongestNumber = 32;

    private static readonly SearchValues<byte> FloatLetters = SearchValues.Create("0123456789+-.e"u8);

    public static FormatFault? Signed(ref PickleCursor cursor, out PickleNode node)
    {
        bool has = cursor.TryUnsigned(4, out ulong value);
        node = new PickleNode { Kind = PickleKind.Integer, Bits = (int)value };
        return has ? null : cursor.Cut();
    }

    public static FormatFault? Unsigned(ref PickleCursor cursor, int size, out PickleNode node)
    {
        bool has = cursor.TryUnsigned(size, out ulong value);
        node = new PickleNode { Kind = PickleKind.Integer, Bits = (long)value };
        return has ? null : cursor.Cut();
    }

    /// <summary>INT and LONG: digits, an L behind them; INT's 00 and 01 are the two bools.</summary>
    public static FormatFault? IntegerLine(ref PickleCursor cursor, out PickleNode node)
    {
        node = default;
        if (NumberLine(ref cursor, out ReadOnlySpan<byte> line) is { } fault)
            return fault;
        if (line.SequenceEqual("00"u8) || line.SequenceEqual("01"u8))
        {
            node = new PickleNode { Kind = PickleKind.Bool, Bits = line[1] - '0' };
            return null;
        }
        if (line is [.., (byte)'L'])
            line = line[..^1];
        bool isNumber = long.TryParse(
            line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
        node = new PickleNode { Kind = PickleKind.Integer, Bits = value };
        return isNumber
            ? null
            : PickleFault.Unsupported(cursor.Position, $"{PickleFault.Quote(line)} is no integer of 64 bits");
    }

    /// <summary>A number of the memo.</summary>
    public static FormatFault? Number(ref PickleCursor cursor, out ulong number)
    {
        number = 0;
        if (NumberLine(ref cursor, out ReadOnlySpan<byte> line) is { } fault)
            return fault;
        return ulong.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? null
            : PickleFault.Malformed(cursor.Position, $"{PickleFault.Quote(line)} is no number of the memo");
    }

    public static FormatFault? Float(ref PickleCursor cursor, out PickleNode node)
    {
        bool has = cursor.TryUnsigned(8, out ulong littleEndian);
        long bits = BinaryPrimitives.ReverseEndianness((long)littleEndian);
        node = new PickleNode { Kind = PickleKind.Float, Bits = bits };
        return has ? null : cursor.Cut();
    }

    public static FormatFault? FloatLine(ref PickleCursor cursor, out PickleNode node)
    {
        node = default;
        if (NumberLine(ref cursor, out ReadOnlySpan<byte> line) is { } fault)
            return fault;
        double value = double.NaN;
        if (line.SequenceEqual("inf"u8))
            value = double.PositiveInfinity;
        else if (line.SequenceEqual("-inf"u8))
            value = double.NegativeInfinity;
        else if (!line.SequenceEqual("nan"u8) && !TryFinite(line, out value))
            return PickleFault.Malformed(cursor.Position, $"{PickleFault.Quote(line)} is no float");
        node = new PickleNode { Kind = PickleKind.Float, Bits = BitConverter.DoubleToInt64Bits(value) };
        return null;
    }

    private static FormatFault? NumberLine(ref PickleCursor cursor, out ReadOnlySpan<byte> line)
    {
        line = [];
        if (!cursor.TryLine(out int at, out int length))
            return cursor.Cut();
        if (length > LongestNumber)
        {
            return PickleFault.LimitExceeded(
                at, $"a number of {length} letters, at most {LongestNumber} are read");
        }
        line = cursor.Slice(at, length);
        return null;
    }

    private static bool TryFinite(ReadOnlySpan<byte> line, out double value)
    {
        value = 0;
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return !line.ContainsAnyExcept(FloatLetters)
            && double.TryParse(line, Style, CultureInfo.InvariantCulture, out value);
    }
}
