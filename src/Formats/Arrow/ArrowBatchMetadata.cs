using System.Buffers.Binary;

namespace PolicyGate.Formats.Arrow;

/// <summary>What a batch says of itself: its rows, each field's node and where each buffer lies.</summary>
/// <remarks>
/// Nodes and buffers are checked where they are used: what is wrong with an unwanted column hinders nobody.
/// </remarks>
internal sealed class ArrowBatchMetadata
{
    /// <summary>
    /// The structs <c>FieldNode</c> (length, nulls) and <c>Buffer</c> (offset, length): two longs each.
    /// </summary>
    private const int EntryBytes = 16;

    private readonly ArrowMessage _message = new();
    private FlatVector _nodes;
    private FlatVector _buffers;
    private FlatVector _viewBuffers;
    private ArrowCodec _codec;

    public ArrowBlock Block { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Of a dictionary.</summary>
    public long DictionaryId { get; private set; }

    /// <summary>Of a dictionary: more values for one that came before.</summary>
    public bool IsDelta { get; private set; }

    public void Clear() => Rows = 0;

    public FormatFault? LoadBatch(IArrowSource source, ArrowSchema schema, ArrowBlock block, ArrowLimits limits)
    {
        if (Load(source, block, limits, ArrowMessageHeader.RecordBatch) is { } fault)
            return fault;
        if (Rows > limits.Rows)
            return FormatFault.LimitExceeded($"a record batch has {Rows} rows, at most {limits.Rows} are read");
        if (schema.Nodes is not int nodes || schema.Buffers is not int buffers)
            return null;
        long values = 0;
        for (int i = 0; i < Math.Min(schema.Views, _viewBuffers.Count); i++)
            values += ViewBuffers(i);
        if (nodes == _nodes.Count && buffers + values == _buffers.Count && schema.Views <= _viewBuffers.Count)
            return null;
        return FormatFault.Malformed(
            $"a record batch has {_nodes.Count} nodes, {_buffers.Count} buffers and counts of {_viewBuffers.Count} "
            + $"columns of views; its columns need {nodes}, {buffers + values} and {schema.Views}");
    }

    public FormatFault? LoadDictionary(IArrowSource source, ArrowBlock block, ArrowLimits limits) =>
        Load(source, block, limits, ArrowMessageHeader.DictionaryBatch);

    /// <summary>
    /// A field's values and how many of them are null; a length of −1 where the batch has no such node.
    /// </summary>
    public (long Length, long Nulls) Node(ArrowField field) =>
        field.Node < _nodes.Count ? Entry(_nodes, field.Node) : (-1, 0);

    /// <summary>How many buffers a column of views has for its values.</summary>
    public long ViewBuffers(ArrowField field) =>
        field.ViewsBefore < _viewBuffers.Count ? ViewBuffers(field.ViewsBefore) : 0;

    /// <summary>Where a buffer lies in the file, when all of it lies in its batch.</summary>
    /// <param name="field">Whose it is.</param>
    /// <param name="number">From the field's own first.</param>
    /// <param name="buffer">Compressed ones are as long as they are stored: nobody has looked yet.</param>
    public FormatFault? Locate(ArrowField field, long number, out ArrowBuffer buffer)
    {
        buffer = default;
        long index = field.FirstBuffer + number;
        for (int i = 0; i < Math.Min(field.ViewsBefore, _viewBuffers.Count); i++)
            index += ViewBuffers(i);
        if (index >= _buffers.Count)
            return FormatFault.Malformed($"column {field.Path} needs buffer {index} of {_buffers.Count}");
        (long offset, long length) = Entry(_buffers, (int)index);
        if (offset < 0 || length < 0 || offset > Block.BodyBytes - length)
        {
            return FormatFault.Malformed(
                $"column {field.Path} has a buffer of {length} bytes at {offset}, "
                + $"outside of its batch of {Block.BodyBytes}");
        }
        buffer = new ArrowBuffer(Block.BodyOffset + offset, length, length, _codec);
        return null;
    }

    private FormatFault? Load(
        IArrowSource source, ArrowBlock block, ArrowLimits limits, ArrowMessageHeader expected)
    {
        (Block, Rows) = (block, 0);
        (_nodes, _buffers, _viewBuffers) = (default, default, default);
        if (_message.Load(source, block, limits) is { } fault)
            return fault;
        bool whole = _message.Read(out ArrowMessage.Header header) && header.Kind == expected;
        var metadata = new FlatBuffer(_message.Metadata);
        int batch = header.Table;
        if (expected is ArrowMessageHeader.DictionaryBatch)
        {
            DictionaryId = metadata.Int64(header.Table, DictionarySlot.Id);
            IsDelta = metadata.Byte(header.Table, DictionarySlot.IsDelta) != 0;
            batch = metadata.Table(header.Table, DictionarySlot.Data);
        }
        Rows = metadata.Int64(batch, BatchSlot.Length);
        _nodes = metadata.Vector(batch, BatchSlot.Nodes, EntryBytes);
        _buffers = metadata.Vector(batch, BatchSlot.Buffers, EntryBytes);
        _viewBuffers = metadata.Vector(batch, BatchSlot.ViewBuffers, sizeof(long));
        int compression = metadata.Table(batch, BatchSlot.Compression);
        byte codec = metadata.Byte(compression, 0);
        byte method = metadata.Byte(compression, 1);
        if (!whole || metadata.Broken || batch == 0)
            return FormatFault.Malformed($"at byte {block.Offset} stands something that is no {expected}");
        if (Rows is < 0 or > int.MaxValue)
            return FormatFault.Malformed($"a batch has {Rows} rows");
        if (compression != 0 && (method != 0 || codec > (byte)ArrowCodec.Zstd))
        {
            return FormatFault.Unsupported(
                $"a batch is compressed with codec {codec}, method {method}; LZ4 frames and ZSTD are read");
        }
        _codec = compression == 0 ? ArrowCodec.None : (ArrowCodec)codec;
        return null;
    }

    /// <summary>A count that no batch can have comes back as one that none fits.</summary>
    private long ViewBuffers(int column)
    {
        ReadOnlySpan<byte> counts = _message.Metadata.Slice(_viewBuffers.Start, _viewBuffers.Count * sizeof(long));
        long count = BinaryPrimitives.ReadInt64LittleEndian(counts[(column * sizeof(long))..]);
        return count is < 0 or > int.MaxValue ? int.MaxValue : count;
    }

    private (long First, long Second) Entry(FlatVector vector, int index)
    {
        ReadOnlySpan<byte> entry = _message.Metadata.Slice(vector.Start + (index * EntryBytes), EntryBytes);
        return (
            BinaryPrimitives.ReadInt64LittleEndian(entry),
            BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(long)..]));
    }

    /// <summary>Members of the table <c>RecordBatch</c>, as Arrow's <c>Message.fbs</c> numbers them.</summary>
    private static class BatchSlot
    {
        public const int Length = 0;
        public const int Nodes = 1;
        public const int Buffers = 2;
        public const int Compression = 3;
        public const int ViewBuffers = 4;
    }

    /// <summary>Members of the table <c>DictionaryBatch</c>.</summary>
    private static class DictionarySlot
    {
        public const int Id = 0;
        public const int Data = 1;
        public const int IsDelta = 2;
    }
}
