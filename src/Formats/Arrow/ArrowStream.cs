namespace PolicyGate.Formats.Arrow;

/// <summary>Walks through Arrow's stream format: messages one behind the other, the schema first, no footer.</summary>
internal sealed class ArrowStream(ArrowLimits limits)
{
    private readonly ArrowMessage _message = new();
    private byte[] _parsed = [];
    private ArrowSchema? _schema;

    /// <summary>Whether the last file opened began with a schema, whatever came then.</summary>
    public bool HasSchema { get; private set; }

    /// <summary>Whether the last fault was that the stream ends within a message.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Finds the schema and where dictionaries and batches lie; bodies are passed over.</summary>
    /// <param name="source">From its first byte.</param>
    /// <param name="dictionaries">Are replaced.</param>
    /// <param name="batches">Are replaced too.</param>
    /// <param name="schema">The same object for as long as schemas are equal; null where a fault is returned.</param>
    public FormatFault? Open(
        IArrowSource source, ArrowBlocks dictionaries, ArrowBlocks batches, out ArrowSchema? schema)
    {
        (schema, HasSchema) = (null, false);
        dictionaries.Clear();
        batches.Clear();
        if (Begin(source, out ArrowSchema? found, out long at) is { } noSchema)
            return noSchema;
        while (true)
        {
            if (Next(source, at, out ArrowBlock? block, out ArrowMessage.Header header) is { } fault)
                return fault;
            if (block is not { } message)
                break;
            ArrowBlocks blocks = header.Kind is ArrowMessageHeader.DictionaryBatch ? dictionaries : batches;
            if (header.Kind is not (ArrowMessageHeader.DictionaryBatch or ArrowMessageHeader.RecordBatch))
                return FormatFault.Malformed($"the stream has a message of kind {(int)header.Kind} at byte {at}");
            if (blocks.Count == limits.Batches)
                return FormatFault.LimitExceeded($"more than {limits.Batches} record batches");
            blocks.Add(message);
            at = message.BodyOffset + message.BodyBytes;
        }
        schema = found;
        return null;
    }

    /// <summary>Reads the schema alone, for those who go through the messages themselves.</summary>
    /// <param name="source">From its first byte.</param>
    /// <param name="schema">The same object for as long as schemas are equal; null where a fault is returned.</param>
    /// <param name="end">Where the next message begins.</param>
    public FormatFault? Begin(IArrowSource source, out ArrowSchema? schema, out long end)
    {
        FormatFault? fault = ReadSchema(source, out end);
        schema = fault is null ? _schema : null;
        return fault;
    }

    private FormatFault? ReadSchema(IArrowSource source, out long end)
    {
        end = 0;
        if (Next(source, at: 0, out ArrowBlock? block, out ArrowMessage.Header header) is { } fault)
            return fault;
        if (block is not { } message || header.Kind is not ArrowMessageHeader.Schema)
            return FormatFault.Malformed("the stream does not begin with a schema");
        HasSchema = true;
        if (header.Version is not (ArrowVersion.V4 or ArrowVersion.V5))
            return FormatFault.Unsupported($"metadata version V{(short)header.Version + 1}; V4 and V5 are read");
        end = message.BodyOffset + message.BodyBytes;
        if (_schema is not null && _message.Metadata.SequenceEqual(_parsed))
            return null;
        (_schema, _parsed) = (null, []);
        var parser = new ArrowSchemaParser(new FlatBuffer(_message.Metadata), header.Version, limits);
        if (parser.Parse(header.Table, out _schema) is { } unusable)
            return unusable;
        _parsed = _message.Metadata.ToArray();
        return null;
    }

    /// <summary>Finds the message at a position; there is none at the stream's end.</summary>
    public FormatFault? Next(IArrowSource source, long at, out ArrowBlock? block, out ArrowMessage.Header header)
    {
        (block, header, IsCutOff) = (null, default, false);
        Span<byte> first = stackalloc byte[2 * sizeof(int)];
        first = first[..(int)Math.Min(source.Length - at, first.Length)];
        // Some writers leave out the mark at the end.
        if (first.IsEmpty)
            return null;
        if (first.Length < sizeof(int))
            return CutOff(source);
        if (source.Read(at, first) is { } unread)
            return unread;
        (int length, int prefix) = ArrowMessage.ReadPrefix(first);
        if (length == 0)
            return null;
        // The marker, and nothing behind it.
        if (length == -1 && first.Length < 2 * sizeof(int))
            return CutOff(source);
        if (length < 0)
            return FormatFault.Malformed($"the stream's message at byte {at} has a length of {length}");
        if (length > source.Length - at - prefix)
            return CutOff(source);
        if (length > limits.MetadataBytes - prefix)
        {
            return FormatFault.LimitExceeded(
                $"a message's metadata has {length} bytes, at most {limits.MetadataBytes} are read");
        }
        var found = new ArrowBlock(at, prefix + length, 0);
        if (_message.Load(source, found, limits) is { } fault)
            return fault;
        if (!_message.Read(out header) || header.BodyBytes < 0)
            return FormatFault.Malformed($"the stream's message at byte {at} is none of Arrow's");
        block = found with { BodyBytes = header.BodyBytes };
        return header.BodyBytes > source.Length - found.BodyOffset ? CutOff(source) : null;
    }

    private FormatFault CutOff(IArrowSource source)
    {
        IsCutOff = true;
        return FormatFault.Malformed(
            "the stream's end is cut off, or it is still being written: it has"
            + $" {source.Length} bytes, its messages more");
    }
}
