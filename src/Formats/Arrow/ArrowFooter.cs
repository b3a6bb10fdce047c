namespace PolicyGate.Formats.Arrow;

/// <summary>What the end of an Arrow file says: its columns and where its batches lie.</summary>
internal sealed record ArrowFooter(ArrowSchema Schema, ArrowBlock[] Batches)
{
    /// <summary>The struct <c>Block</c>: offset, metadata's length, four bytes of padding, body's length.</summary>
    private const int BlockBytes = 24;

    /// <summary>The opening magic and its padding: nothing may lie before.</summary>
    private const int FileHeaderBytes = 8;

    /// <param name="bytes">The table <c>Footer</c>.</param>
    /// <param name="start">Where it begins in the file: blocks must end before.</param>
    /// <param name="limits">Checked before anything is allocated.</param>
    /// <param name="footer">Null where a fault is returned.</param>
    public static FormatFault? Parse(
        ReadOnlySpan<byte> bytes, long start, ArrowLimits limits, out ArrowFooter? footer)
    {
        footer = null;
        var metadata = new FlatBuffer(bytes);
        int root = metadata.Root();
        var version = (ArrowVersion)metadata.Int16(root, 0);
        int schemaTable = metadata.Table(root, 1);
        FlatVector blocks = metadata.Vector(root, 3, BlockBytes);
        if (metadata.Broken || schemaTable == 0)
            return FormatFault.Malformed("the footer is none of Arrow's: no schema, or an offset beyond its end");
        if (version is not (ArrowVersion.V4 or ArrowVersion.V5))
            return FormatFault.Unsupported($"metadata version V{(short)version + 1}; V4 and V5 are read");
        if (blocks.Count > limits.Batches)
            return FormatFault.LimitExceeded($"{blocks.Count} record batches, at most {limits.Batches} are read");

        var parser = new ArrowSchemaParser(metadata, version, limits);
        if (parser.Parse(schemaTable, out ArrowSchema? schema) is { } fault)
            return fault;
        var batches = new ArrowBlock[blocks.Count];
        for (int i = 0; i < batches.Length; i++)
        {
            int at = blocks.Start + (i * BlockBytes);
            batches[i] = new ArrowBlock(metadata.Int64At(at), metadata.Int32At(at + 8), metadata.Int64At(at + 16));
            if (!IsInside(batches[i], start))
            {
                return FormatFault.Malformed(
                    $"record batch {i} ({batches[i]}) lies outside of bytes {FileHeaderBytes} to {start}");
            }
        }
        footer = new ArrowFooter(schema!, batches);
        return null;
    }

    private static bool IsInside(ArrowBlock block, long end) =>
        block.Offset >= FileHeaderBytes && block.MetadataBytes >= 0 && block.BodyBytes >= 0
        && block.Offset <= end && block.MetadataBytes <= end - block.Offset
        && block.BodyBytes <= end - block.Offset - block.MetadataBytes;
}
