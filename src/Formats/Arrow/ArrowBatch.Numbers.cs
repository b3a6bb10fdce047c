using System.Buffers.Binary;
using System.Numerics;

namespace PolicyGate.Formats.Arrow;

/// <content>Columns of numbers.</content>
internal sealed partial class ArrowBatch
{
    private byte[] _scratch = [];

    /// <summary>Reads one row of a column of signed integers or bools.</summary>
    /// <param name="column">Of such a type.</param>
    /// <param name="row">Of the batch.</param>
    /// <param name="value">1 for true; null where the row has none.</param>
    public FormatFault? ReadNumber(ArrowField column, int row, out long? value)
    {
        value = null;
        bool isBool = column.Type.Id is ArrowTypeId.Bool;
        int bytes = isBool ? 1 : column.Type.ValueBytes;
        Span<byte> number = stackalloc byte[sizeof(long)];
        number.Clear();
        if (CheckRow(column, row) is { } fault)
            return fault;
        if (_body.Read(column, 1, isBool ? row / 8 : row * bytes, number[..bytes]) is { } unread)
            return unread;
        if (_nulls.Find(column, row, 1, out long nullRow) is { } noBitmap)
            return noBitmap;
        long found = BinaryPrimitives.ReadInt64LittleEndian(number);
        int unused = 64 - (8 * bytes);
        if (nullRow < 0)
            value = isBool ? found >> (row % 8) & 1 : found << unused >> unused;
        return null;
    }

    /// <summary>Reads a column of 64-bit integers; null where a row has none.</summary>
    /// <param name="column">Of type <see cref="ArrowType.Int64"/>.</param>
    /// <param name="into">One for each row.</param>
    public FormatFault? ReadInt64(ArrowField column, Span<long?> into)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(into.Length, Rows);
        if (into.IsEmpty)
            return null;
        if (CheckRow(column, row: 0) is { } fault)
            return fault;
        int bytes = into.Length * sizeof(long);
        if (_scratch.Length < bytes)
            _scratch = new byte[BitOperations.RoundUpToPowerOf2((uint)bytes)];
        Span<byte> values = _scratch.AsSpan(0, bytes);
        if (_body.Read(column, 1, 0, values) is { } noValues)
            return noValues;
        for (int row = 0; row < into.Length; row++)
            into[row] = BinaryPrimitives.ReadInt64LittleEndian(values[(row * sizeof(long))..]);
        return _nulls.Clear(column, into);
    }
}
