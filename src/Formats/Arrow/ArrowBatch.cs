using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>One record batch: its values stay in the file until they are asked for.</summary>
internal sealed class ArrowBatch
{
    private readonly ArrowBatchMetadata _metadata = new();
    private byte[] _scratch = [];
    private IArrowSource? _source;

    public int Rows => _metadata.Rows;

    /// <summary>Called by <see cref="ArrowFileReader.Load"/>.</summary>
    public FormatFault? Load(IArrowSource source, ArrowSchema schema, ArrowBlock block, ArrowLimits limits)
    {
        _source = source;
        return _metadata.Load(source, schema, block, limits);
    }

    /// <summary>
    /// Finds one row's elements of a list of numbers, or bytes of a string; nulls among elements are faults.
    /// </summary>
    public FormatFault? Find(ArrowField column, int row, out ArrowValues values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        values = new ArrowValues(column, IsNull: true);
        if (CheckColumn(column) is { } unusable)
            return unusable;
        if (column.Type.Id == ArrowTypeId.Null)
            return null;
        ArrowField? element = column.Type.Id == ArrowTypeId.List ? column.Children[0] : null;
        int valueBytes = element is null ? 1 : element.Type.ValueBytes;
        if (valueBytes == 0 || element is { DictionaryEncoded: true }
            || (element is null && column.Type.Id != ArrowTypeId.Utf8))
        {
            return FormatFault.Unsupported(
                $"column {column.Name} is of type {column.TypeName}; lists of numbers and strings are read");
        }
        if (FindNull(column, column, row, 1, out int nullRow) is { } fault)
            return fault;
        if (nullRow >= 0)
            return null;

        Span<int> ends = stackalloc int[2];
        long endsStart = (long)row * sizeof(int);
        if (Read(column, column.FirstBuffer + 1, endsStart, MemoryMarshal.AsBytes(ends)) is { } noEnds)
            return noEnds;
        (int start, int end) = (ends[0], ends[1]);
        if (start < 0 || end < start)
            return FormatFault.Malformed($"column {column.Name} goes from element {start} to {end} in row {row}");
        int buffer = element is null ? column.FirstBuffer + 2 : element.FirstBuffer + 1;
        long bytes = (long)(end - start) * valueBytes;
        values = new ArrowValues(column, IsNull: false, buffer, (long)start * valueBytes, end - start, bytes);
        return _metadata.Locate(column, buffer, values.Start, bytes, out _)
            ?? (element is null ? null : CheckElements(column, element, start, end));
    }

    /// <summary>Reads what <see cref="Find"/> found.</summary>
    /// <param name="values">Not null.</param>
    /// <param name="into">As many bytes as the values have.</param>
    public FormatFault? Read(in ArrowValues values, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(into.Length, values.Bytes);
        return Read(values.Field, values.Buffer, values.Start, into);
    }

    /// <summary>Where what <see cref="Find"/> found lies in the file, for whoever reads it later.</summary>
    /// <param name="values">Not null.</param>
    /// <param name="position">From the file's first byte.</param>
    public FormatFault? Locate(in ArrowValues values, out long position) =>
        _metadata.Locate(values.Field, values.Buffer, values.Start, values.Bytes, out position);

    /// <summary>Reads a column of 64-bit integers; null where a row has none.</summary>
    /// <param name="column">Of type <see cref="ArrowType.Int64"/>.</param>
    /// <param name="into">One for each row.</param>
    public FormatFault? ReadInt64(ArrowField column, Span<long?> into)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(into.Length, Rows);
        if (CheckColumn(column) is { } fault)
            return fault;
        Span<byte> bytes = Scratch(into.Length * sizeof(long));
        if (Read(column, column.FirstBuffer + 1, 0, bytes) is { } noValues)
            return noValues;
        for (int row = 0; row < into.Length; row++)
            into[row] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(row * sizeof(long))..]);
        for (int row = 0; row < into.Length; row++)
        {
            if (FindNull(column, column, row, 1, out int nullRow) is { } noBitmap)
                return noBitmap;
            if (nullRow >= 0)
                into[row] = null;
        }
        return null;
    }

    private FormatFault? CheckColumn(ArrowField column)
    {
        if (column.HiddenBehind is { } before)
        {
            return FormatFault.Unsupported(
                $"column {column.Name} cannot be found: before it stands {before.Name} of type {before.TypeName}");
        }
        if (column.DictionaryEncoded)
        {
            return FormatFault.Unsupported(
                $"column {column.Name} is of type {column.TypeName}; dictionaries are not read yet");
        }
        long rows = _metadata.Node(column).Length;
        return rows == Rows
            ? null
            : FormatFault.Malformed($"column {column.Name} has {rows} rows in a record batch of {Rows}");
    }

    /// <summary>A list's elements must be there, and none of them null.</summary>
    private FormatFault? CheckElements(ArrowField column, ArrowField element, int start, int end)
    {
        long length = _metadata.Node(element).Length;
        if (end > length)
            return FormatFault.Malformed($"column {column.Name} needs {end} elements of {length}");
        if (FindNull(column, element, start, end - start, out int index) is { } fault)
            return fault;
        return index < 0 ? null : FormatFault.Malformed($"{column.Name}[{index}] is null");
    }

    /// <summary>The first null among some values of a field; −1 where there is none.</summary>
    private FormatFault? FindNull(ArrowField column, ArrowField field, int start, int count, out int index)
    {
        index = -1;
        // Without nulls writers may leave the bitmap out, or leave anything in it.
        if (_metadata.Node(field).Nulls == 0 || count == 0)
            return null;
        int first = start / 8;
        int bytes = ((start + count - 1) / 8) - first + 1;
        // Located before there is memory for it: the file must have it.
        if (_metadata.Locate(column, field.FirstBuffer, first, bytes, out _) is { } outside)
            return outside;
        Span<byte> bitmap = Scratch(bytes);
        if (Read(column, field.FirstBuffer, first, bitmap) is { } fault)
            return fault;
        for (int i = 0; i < count && index < 0; i++)
        {
            int bit = start - (first * 8) + i;
            if ((bitmap[bit / 8] >> (bit % 8) & 1) == 0)
                index = i;
        }
        return null;
    }

    /// <summary>All of a batch's values come through here.</summary>
    private FormatFault? Read(ArrowField column, int buffer, long start, Span<byte> into) =>
        _metadata.Locate(column, buffer, start, into.Length, out long position) ?? _source!.Read(position, into);

    private Span<byte> Scratch(int bytes)
    {
        if (_scratch.Length < bytes)
            _scratch = new byte[BitOperations.RoundUpToPowerOf2((uint)bytes)];
        return _scratch.AsSpan(0, bytes);
    }
}
