using System.Buffers.Binary;
using System.Numerics;

namespace PolicyGate.Formats.Arrow;

/// <summary>What a record batch says of itself: its rows, each field's node and where each buffer lies.</summary>
/// <remarks>
/// Nodes and buffers are checked where they are used: what is wrong with an unwanted column hinders nobody.
/// </remarks>
internal sealed class ArrowBatchMetadata
{
    /// <summary>
    /// The structs <c>FieldNode</c> (length, nulls) and <c>Buffer</c> (offset, length): two longs each.
    /// </summary>
    private const int EntryBytes = 16;

    /// <summary>The member of the union <c>MessageHeader</c>.</summary>
    private const byte RecordBatchHeader = 3;

    private byte[] _bytes = [];
    private int _origin;
    private ArrowBlock _block;
    private FlatVector _nodes;
    private FlatVector _buffers;

    public int Rows { get; private set; }

    public FormatFault? Load(IArrowSource source, ArrowSchema schema, ArrowBlock block, ArrowLimits limits)
    {
        (_block, Rows) = (block, 0);
        if (block.MetadataBytes > limits.MetadataBytes)
        {
            return FormatFault.LimitExceeded(
                $"a record batch's metadata has {block.MetadataBytes} bytes, at most {limits.MetadataBytes} are read");
        }
        if (block.MetadataBytes < 2 * sizeof(int))
            return FormatFault.Malformed($"a record batch's metadata has {block.MetadataBytes} bytes, too few for any");
        if (_bytes.Length < block.MetadataBytes)
            _bytes = new byte[BitOperations.RoundUpToPowerOf2((uint)block.MetadataBytes)];
        Span<byte> message = _bytes.AsSpan(0, block.MetadataBytes);
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
        {
            return FormatFault.Malformed(
                $"a record batch's metadata has {message.Length} bytes and says that it has {length}");
        }
        return Parse(message.Slice(_origin, length), schema, limits);
    }

    /// <summary>
    /// A field's values and how many of them are null; a length of −1 where the batch has no such node.
    /// </summary>
    public (long Length, long Nulls) Node(ArrowField field) =>
        field.Node < _nodes.Count ? Entry(_nodes, field.Node) : (-1, 0);

    /// <summary>
    /// Where a range of a buffer lies in the file, when all of it lies in the buffer and that in the batch.
    /// </summary>
    /// <param name="column">Named in faults.</param>
    /// <param name="buffer">Index in the batch.</param>
    /// <param name="start">From the buffer's first byte.</param>
    /// <param name="bytes">Not negative.</param>
    /// <param name="position">From the file's first byte.</param>
    public FormatFault? Locate(ArrowField column, int buffer, long start, long bytes, out long position)
    {
        position = 0;
        if (buffer >= _buffers.Count)
            return FormatFault.Malformed($"column {column.Name} needs buffer {buffer} of {_buffers.Count}");
        (long offset, long length) = Entry(_buffers, buffer);
        if (offset < 0 || length < 0 || offset > _block.BodyBytes - length)
        {
            return FormatFault.Malformed(
                $"column {column.Name} has a buffer of {length} bytes at {offset}, "
                + $"outside of its batch of {_block.BodyBytes}");
        }
        if (start < 0 || start > length - bytes)
        {
            return FormatFault.Malformed(
                $"column {column.Name} needs {bytes} bytes at {start} of a buffer that has {length}");
        }
        position = _block.BodyOffset + offset + start;
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
            return FormatFault.Unsupported(
                $"all columns are compressed ({name}), which is not read yet: write without compression");
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

    private (long First, long Second) Entry(FlatVector vector, int index)
    {
        ReadOnlySpan<byte> entry = _bytes.AsSpan(_origin + vector.Start + (index * EntryBytes), EntryBytes);
        return (
            BinaryPrimitives.ReadInt64LittleEndian(entry),
            BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(long)..]));
    }
}
