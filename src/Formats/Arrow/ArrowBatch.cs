using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>One record batch: its metadata in memory, its values in the file until they are asked for.</summary>
/// <remarks>Everything in the metadata is checked where it is used: what is wrong with an unwanted column hinders nobody.</remarks>
internal sealed class ArrowBatch
{
    /// <summary>The structs <c>FieldNode</c> (length, nulls) and <c>Buffer</c> (offset, length): two longs each.</summary>
    private const int EntryBytes = 16;

    /// <summary>The member of the union <c>MessageHeader</c>.</summary>
    private const byte RecordBatchHeader = 3;

    private byte[] _metadata = [];
    private byte[] _scratch = [];
    private IArrowSource? _source;
    private ArrowBlock _block;
    private FlatVector _nodes;
    private FlatVector _buffers;
    private int _origin;

    public int Rows { get; private set; }

    /// <summary>Called by <see cref="ArrowFileReader.Load"/>.</summary>
    public FormatFault? Load(IArrowSource source, ArrowSchema schema, ArrowBlock block, ArrowLimits limits)
    {
        (_source, _block, Rows) = (source, block, 0);
        if (block.MetadataBytes > limits.MetadataBytes)
        {
            return FormatFault.LimitExceeded(
                $"a record batch's metadata has {block.MetadataBytes} bytes, at most {limits.MetadataBytes} are read");
        }
        if (block.MetadataBytes < 2 * sizeof(int))
            return FormatFault.Malformed($"a record batch's metadata has {block.MetadataBytes} bytes, too few for any");
        if (_metadata.Length < block.MetadataBytes)
            _metadata = new byte[BitOperations.RoundUpToPowerOf2((uint)block.MetadataBytes)];
        Span<byte> message = _metadata.AsSpan(0, block.MetadataBytes);
        if (source.Read(block.Offset, message) is { } fault)
            return fault;

        // Since Arrow 0.15 the length stands behind a marker of four bytes FF; before, it came first.
        int length = BinaryPrimitives.ReadInt32LittleEndian(message);
        _origin = sizeof(int);
        if (length == -1)
        {
            length = BinaryPrimitives.ReadInt32LittleEndian(message[sizeof(int)..]);
            _origin = 2 * sizeof(int);
        }
        if (length < 0 || length > message.Length - _origin)
            return FormatFault.Malformed($"a record batch's metadata of {message.Length} bytes says that it has {length}");
        return Parse(message.Slice(_origin, length), schema, limits);
    }

    /// <summary>Finds one row's elements of a list of numbers, or bytes of a string.</summary>
    public FormatFault? Find(ArrowField column, int row, out ArrowValues values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        values = new ArrowValues(column, IsNull: true);
        if (CheckColumn(column) is { } unusable)
            return unusable;
        if (column.Type.Id == ArrowTypeId.Null)
            return null;
        bool isList = column.Type.Id == ArrowTypeId.List;
        int valueBytes = isList ? column.Children[0].Type.ValueBytes : 1;
        if (!(isList || column.Type.Id == ArrowTypeId.Utf8) || valueBytes == 0 || (isList && column.Children[0].DictionaryEncoded))
            return FormatFault.Unsupported($"column {column.Name} is of type {column.TypeName}; lists of numbers and strings are read");
        if (FindNull(column, column, row, 1, out int nullRow) is { } fault)
            return fault;
        if (nullRow >= 0)
            return null;

        Span<int> ends = stackalloc int[2];
        if (ReadBuffer(column, column.FirstBuffer + 1, (long)row * sizeof(int), MemoryMarshal.AsBytes(ends)) is { } noEnds)
            return noEnds;
        (int start, int end) = (ends[0], ends[1]);
        if (start < 0 || end < start)
            return FormatFault.Malformed($"column {column.Name} goes from element {start} to {end} in row {row}");
        int buffer = isList ? column.Children[0].FirstBuffer + 1 : column.FirstBuffer + 2;
        values = new ArrowValues(
            column, IsNull: false, buffer, (long)start * valueBytes, end - start, (long)(end - start) * valueBytes);
        return CheckBuffer(column, buffer, values.Start, values.Bytes, out _)
            ?? (isList ? CheckElements(column, start, end) : null);
    }

    /// <summary>Reads what <see cref="Find"/> found.</summary>
    /// <param name="values">Not null.</param>
    /// <param name="into">As many bytes as the values have.</param>
    public FormatFault? Read(in ArrowValues values, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(into.Length, values.Bytes);
        return ReadBuffer(values.Field, values.Buffer, values.Start, into);
    }

    /// <summary>Reads a column of 64-bit integers; null where a row has none.</summary>
    public FormatFault? ReadInt64(ArrowField column, Span<long?> into)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(into.Length, Rows);
        if (CheckColumn(column) is { } fault)
            return fault;
        Span<byte> bytes = Scratch(into.Length * sizeof(long));
        if (ReadBuffer(column, column.FirstBuffer + 1, 0, bytes) is { } noValues)
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

    private FormatFault? Parse(ReadOnlySpan<byte> bytes, ArrowSchema schema, ArrowLimits limits)
    {
        var metadata = new FlatBuffer(bytes);
        int message = metadata.Root();
        byte header = metadata.Byte(message, 1);
        int batch = metadata.Table(message, 2);
        long rows = metadata.Int64(batch, 0);
        _nodes = metadata.Vector(batch, 1, EntryBytes);
        _buffers = metadata.Vector(batch, 2, EntryBytes);
        int compression = metadata.Table(batch, 3);
        byte codec = metadata.Byte(compression, 0);
        if (metadata.Broken || batch == 0 || header != RecordBatchHeader)
            return FormatFault.Malformed("the footer points at something that is no record batch");
        if (compression != 0)
        {
            string name = codec switch { 0 => "LZ4", 1 => "ZSTD", _ => $"codec {codec}" };
            return FormatFault.Unsupported($"all columns are compressed ({name}), which is not read yet: write without compression");
        }
        if (rows < 0)
            return FormatFault.Malformed($"a record batch has {rows} rows");
        if (rows > limits.Rows)
            return FormatFault.LimitExceeded($"a record batch has {rows} rows, at most {limits.Rows} are read");
        if ((schema.Nodes ?? _nodes.Count) != _nodes.Count || (schema.Buffers ?? _buffers.Count) != _buffers.Count)
        {
            return FormatFault.Malformed(
                $"a record batch has {_nodes.Count} nodes and {_buffers.Count} buffers, its columns need "
                + $"{schema.Nodes} and {schema.Buffers}");
        }
        Rows = (int)rows;
        return null;
    }

    private Span<byte> Scratch(int bytes)
    {
        if (_scratch.Length < bytes)
            _scratch = new byte[BitOperations.RoundUpToPowerOf2((uint)bytes)];
        return _scratch.AsSpan(0, bytes);
    }

    private FormatFault? CheckColumn(ArrowField column)
    {
        if (column.HiddenBehind is { } before)
        {
            return FormatFault.Unsupported(
                $"column {column.Name} cannot be found: before it stands {before.Name} of type {before.TypeName}");
        }
        if (column.DictionaryEncoded)
            return FormatFault.Unsupported($"column {column.Name} is of type {column.TypeName}; dictionaries are not read yet");
        (long rows, _) = Node(column);
        return rows == Rows
            ? null
            : FormatFault.Malformed($"column {column.Name} has {rows} rows in a record batch of {Rows}");
    }

    /// <summary>A list's elements must be there, and none of them null.</summary>
    private FormatFault? CheckElements(ArrowField column, int start, int end)
    {
        ArrowField element = column.Children[0];
        if (end > Node(element).Length)
            return FormatFault.Malformed($"column {column.Name} needs element {end} of {Node(element).Length}");
        if (FindNull(column, element, start, end - start, out int index) is { } fault)
            return fault;
        return index < 0 ? null : FormatFault.Malformed($"{column.Name}[{index}] is null");
    }

    /// <summary>The first null among some values of a field; -1 where there is none.</summary>
    private FormatFault? FindNull(ArrowField column, ArrowField field, int start, int count, out int index)
    {
        index = -1;
        // Without nulls writers may leave the bitmap out, or leave anything in it.
        if (Node(field).Nulls == 0 || count == 0)
            return null;
        int first = start / 8;
        int bytes = ((start + count - 1) / 8) - first + 1;
        if (CheckBuffer(column, field.FirstBuffer, first, bytes, out _) is { } outside)
            return outside;
        Span<byte> bitmap = Scratch(bytes);
        if (ReadBuffer(column, field.FirstBuffer, first, bitmap) is { } fault)
            return fault;
        for (int i = 0; i < count && index < 0; i++)
        {
            int bit = start - (first * 8) + i;
            if ((bitmap[bit / 8] >> (bit % 8) & 1) == 0)
                index = i;
        }
        return null;
    }

    /// <summary>All of a batch's values come through here, each range checked.</summary>
    private FormatFault? ReadBuffer(ArrowField column, int buffer, long start, Span<byte> into) =>
        CheckBuffer(column, buffer, start, into.Length, out long position) ?? _source!.Read(position, into);

    private FormatFault? CheckBuffer(ArrowField column, int buffer, long start, long bytes, out long position)
    {
        position = 0;
        if (buffer >= _buffers.Count)
            return FormatFault.Malformed($"column {column.Name} needs buffer {buffer} of {_buffers.Count}");
        (long offset, long length) = Entry(_buffers, buffer);
        if (offset < 0 || length < 0 || offset > _block.BodyBytes - length)
        {
            return FormatFault.Malformed(
                $"column {column.Name} has a buffer of {length} bytes at {offset}, outside of its batch of {_block.BodyBytes}");
        }
        if (start < 0 || start > length - bytes)
        {
            return FormatFault.Malformed(
                $"column {column.Name} needs {bytes} bytes at {start} of a buffer that has {length}");
        }
        position = _block.BodyOffset + offset + start;
        return null;
    }

    private (long Length, long Nulls) Node(ArrowField field) =>
        field.Node < _nodes.Count ? Entry(_nodes, field.Node) : (-1, 0);

    private (long First, long Second) Entry(FlatVector vector, int index)
    {
        ReadOnlySpan<byte> entry = _metadata.AsSpan(_origin + vector.Start + (index * EntryBytes), EntryBytes);
        return (
            BinaryPrimitives.ReadInt64LittleEndian(entry),
            BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(long)..]));
    }
}
