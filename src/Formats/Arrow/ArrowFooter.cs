namespace PolicyGate.Formats.Arrow;

/// <summary>
/// What the end of an Arrow file says: its columns, and where in it stands where its dictionaries and batches lie.
/// </summary>
/// <remarks>
/// Files of one robot mostly differ in where their batches lie alone. Those bytes are blanked before anything else is
/// parsed, so that what is parsed can depend on nothing else than what <see cref="Matches"/> compares.
/// </remarks>
internal sealed class ArrowFooter
{
    /// <summary>The struct <c>Block</c>: offset, metadata's length, four bytes of padding, body's length.</summary>
    private const int BlockBytes = 24;

    /// <summary>The opening magic and its padding: nothing may lie before.</summary>
    private const int FileHeaderBytes = 8;

    private readonly byte[] _blanked;
    private readonly FlatVector _dictionaries;
    private readonly FlatVector _batches;

    private ArrowFooter(byte[] blanked, FlatVector dictionaries, FlatVector batches, ArrowSchema schema) =>
        (_blanked, _dictionaries, _batches, Schema) = (blanked, dictionaries, batches, schema);

    public ArrowSchema Schema { get; }

    /// <param name="bytes">The table <c>Footer</c>.</param>
    /// <param name="limits">Checked before anything is allocated.</param>
    /// <param name="footer">Null where a fault is returned.</param>
    public static FormatFault? Parse(ReadOnlySpan<byte> bytes, ArrowLimits limits, out ArrowFooter? footer)
    {
        footer = null;
        byte[] blanked = bytes.ToArray();
        FlatBuffer whole = Find(blanked, out ArrowVersion version, out int table, out var blocks);
        if (whole.Broken || table == 0)
            return FormatFault.Malformed("the footer is none of Arrow's: no schema, or an offset beyond its end");
        if (version is not (ArrowVersion.V4 or ArrowVersion.V5))
            return FormatFault.Unsupported($"metadata version V{(short)version + 1}; V4 and V5 are read");
        int most = Math.Max(blocks.Dictionaries.Count, blocks.Batches.Count);
        if (most > limits.Batches)
            return FormatFault.LimitExceeded($"{most} record batches, at most {limits.Batches} are read");

        blanked.AsSpan(blocks.Dictionaries.Start, blocks.Dictionaries.Count * BlockBytes).Clear();
        blanked.AsSpan(blocks.Batches.Start, blocks.Batches.Count * BlockBytes).Clear();
        FlatBuffer metadata = Find(blanked, out ArrowVersion sameVersion, out int sameTable, out var same);
        (FlatVector first, FlatVector second) = InOrder(blocks.Dictionaries, blocks.Batches);
        bool apart = End(first) <= second.Start;
        if (metadata.Broken || sameVersion != version || sameTable != table || same != blocks || !apart)
            return FormatFault.Malformed("the footer's parts overlap");
        var parser = new ArrowSchemaParser(metadata, version, limits);
        if (parser.Parse(table, out ArrowSchema? schema) is { } fault)
            return fault;
        footer = new ArrowFooter(blanked, blocks.Dictionaries, blocks.Batches, schema!);
        return null;
    }

    /// <summary>Whether another file's footer says the same but for where its blocks lie.</summary>
    public bool Matches(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != _blanked.Length)
            return false;
        (FlatVector first, FlatVector second) = InOrder(_dictionaries, _batches);
        return Same(bytes, 0, first.Start)
            && Same(bytes, End(first), second.Start)
            && Same(bytes, End(second), bytes.Length);
    }

    /// <summary>Where a file's dictionaries and batches lie.</summary>
    /// <param name="bytes">Its footer, which matches this one.</param>
    /// <param name="start">Where it begins in the file: blocks must end before.</param>
    /// <param name="dictionaries">Are replaced.</param>
    /// <param name="batches">Are replaced too.</param>
    public FormatFault? ReadBlocks(
        ReadOnlySpan<byte> bytes, long start, ArrowBlocks dictionaries, ArrowBlocks batches) =>
        ReadBlocks(bytes, _dictionaries, start, "dictionary", dictionaries)
        ?? ReadBlocks(bytes, _batches, start, "record batch", batches);

    private static FormatFault? ReadBlocks(
        ReadOnlySpan<byte> bytes, FlatVector from, long start, string kind, ArrowBlocks into)
    {
        into.Clear();
        var metadata = new FlatBuffer(bytes);
        for (int i = 0; i < from.Count; i++)
        {
            int at = from.Start + (i * BlockBytes);
            var block = new ArrowBlock(metadata.Int64At(at), metadata.Int32At(at + 8), metadata.Int64At(at + 16));
            if (!IsInside(block, start))
            {
                return FormatFault.Malformed(
                    $"{kind} {i} ({block}) lies outside of bytes {FileHeaderBytes} to {start}");
            }
            into.Add(block);
        }
        return null;
    }

    private static FlatBuffer Find(
        ReadOnlySpan<byte> bytes, out ArrowVersion version, out int schema,
        out (FlatVector Dictionaries, FlatVector Batches) blocks)
    {
        var metadata = new FlatBuffer(bytes);
        int root = metadata.Root();
        version = (ArrowVersion)metadata.Int16(root, Slot.Version);
        schema = metadata.Table(root, Slot.Schema);
        FlatVector dictionaries = metadata.Vector(root, Slot.Dictionaries, BlockBytes);
        blocks = (dictionaries, metadata.Vector(root, Slot.RecordBatches, BlockBytes));
        return metadata;
    }

    private static (FlatVector First, FlatVector Second) InOrder(FlatVector one, FlatVector other) =>
        one.Start < other.Start ? (one, other) : (other, one);

    private static int End(FlatVector blocks) => blocks.Start + (blocks.Count * BlockBytes);

    private static bool IsInside(ArrowBlock block, long end) =>
        block.Offset >= FileHeaderBytes && block.MetadataBytes >= 0 && block.BodyBytes >= 0
        && block.Offset <= end && block.MetadataBytes <= end - block.Offset
        && block.BodyBytes <= end - block.Offset - block.MetadataBytes;

    private bool Same(ReadOnlySpan<byte> bytes, int from, int to) =>
        bytes[from..to].SequenceEqual(_blanked.AsSpan(from, to - from));

    /// <summary>Members of the table <c>Footer</c>, as Arrow's <c>File.fbs</c> numbers them.</summary>
    private static class Slot
    {
        public const int Version = 0;
        public const int Schema = 1;
        public const int Dictionaries = 2;
        public const int RecordBatches = 3;
    }
}
