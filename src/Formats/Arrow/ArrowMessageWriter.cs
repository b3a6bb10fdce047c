using System.Buffers.Binary;

namespace PolicyGate.Formats.Arrow;

/// <summary>Lays out the messages that Arrow's files and streams both have: schemas and record batches.</summary>
/// <remarks>https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format</remarks>
internal static class ArrowMessageWriter
{
    /// <summary>Before a message's metadata: the marker and its length.</summary>
    public const int PrefixBytes = 2 * sizeof(int);

    private const int Continuation = -1;
    private const int Padding = 8;

    public static int Pad(int bytes) => (bytes + Padding - 1) & -Padding;

    public static long Pad(long bytes) => (bytes + Padding - 1) & -Padding;

    /// <summary>The metadata of a schema's message, padded.</summary>
    public static byte[] Schema(
        IReadOnlyList<ArrowColumnType> columns, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var message = new FlatBufferWriter();
        int root = Add(message, ArrowMessageHeader.Schema, bodyBytes: 0);
        message.SetOffset(root, 2, AddSchema(message, columns, metadata));
        return Finish(message);
    }

    /// <summary>Message: version, kind of header, header, bytes of the body.</summary>
    /// <returns>The table, whose header is to be set.</returns>
    public static int Add(FlatBufferWriter message, ArrowMessageHeader header, long bodyBytes)
    {
        int root = message.AddTable(sizeof(short), sizeof(byte), sizeof(uint), sizeof(long));
        message.Set(root, 0, (short)ArrowVersion.V5);
        message.Set(root, 1, (byte)header);
        message.Set(root, 3, bodyBytes);
        return root;
    }

    public static int AddSchema(
        FlatBufferWriter into, IReadOnlyList<ArrowColumnType> columns,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Schema: endianness (0 is little), fields, metadata.
        int schema = metadata is null
            ? into.AddTable(sizeof(short), sizeof(uint))
            : into.AddTable(sizeof(short), sizeof(uint), sizeof(uint));
        int fields = into.AddVector(schema, 1, columns.Count, sizeof(uint));
        for (int i = 0; i < columns.Count; i++)
        {
            ArrowColumnType column = columns[i];
            int field = AddField(into, column.Name, column.Type, column.Nullable);
            into.Lead(fields + (i * sizeof(uint)), field);
            int children = into.AddVector(field, 5, column.Element is null ? 0 : 1, sizeof(uint));
            if (column.Element is not { } element)
                continue;
            int item = AddField(into, "item", element, nullable: true);
            into.Lead(children, item);
            into.AddVector(item, 5, 0, sizeof(uint));
        }
        if (metadata is not null)
            AddMetadata(into, schema, metadata);
        return schema;
    }

    /// <summary>The metadata of a record batch of one row; not padded.</summary>
    /// <param name="message">Empty.</param>
    /// <param name="bodyBytes">A multiple of 8.</param>
    /// <param name="nodes">Rows and nulls of each column, and after a list's of its elements.</param>
    /// <param name="buffers">Offset in the body and bytes of each.</param>
    public static void AddBatch(
        FlatBufferWriter message, long bodyBytes, ReadOnlySpan<(long, long)> nodes, ReadOnlySpan<(long, long)> buffers)
    {
        int root = Add(message, ArrowMessageHeader.RecordBatch, bodyBytes);
        // RecordBatch: length, nodes, buffers.
        int batch = message.AddTable(sizeof(long), sizeof(uint), sizeof(uint));
        message.SetOffset(root, 2, batch);
        message.Set(batch, 0, 1L);
        AddPairs(message, batch, 1, nodes);
        AddPairs(message, batch, 2, buffers);
    }

    public static byte[] Finish(FlatBufferWriter buffer)
    {
        byte[] padded = new byte[Pad(buffer.Bytes.Length)];
        buffer.Bytes.CopyTo(padded);
        return padded;
    }

    /// <summary>Writes what stands before a message's metadata.</summary>
    /// <param name="into"><see cref="PrefixBytes"/>.</param>
    /// <param name="metadataBytes">0 ends the messages.</param>
    public static void PutPrefix(Span<byte> into, int metadataBytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(into, Continuation);
        BinaryPrimitives.WriteInt32LittleEndian(into[sizeof(int)..], metadataBytes);
    }

    private static void AddMetadata(FlatBufferWriter into, int schema, IReadOnlyDictionary<string, string> metadata)
    {
        int at = into.AddVector(schema, 2, metadata.Count, sizeof(uint));
        foreach ((string key, string value) in metadata)
        {
            int pair = into.AddTable(sizeof(uint), sizeof(uint));
            into.Lead(at, pair);
            into.AddText(pair, 0, key);
            into.AddText(pair, 1, value);
            at += sizeof(uint);
        }
    }

    private static int AddField(FlatBufferWriter into, string name, ArrowType type, bool nullable)
    {
        // Field: name, nullable, kind of type, type, dictionary, children.
        int field = into.AddTable(sizeof(uint), sizeof(byte), sizeof(byte), sizeof(uint), 0, sizeof(uint));
        into.AddText(field, 0, name);
        into.Set(field, 1, (byte)(nullable ? 1 : 0));
        into.Set(field, 2, (byte)type.Id);
        into.SetOffset(field, 3, AddType(into, type));
        return field;
    }

    /// <summary>Two 64-bit numbers an element: what Arrow's FieldNode and Buffer both are.</summary>
    private static void AddPairs(FlatBufferWriter into, int table, int slot, ReadOnlySpan<(long, long)> pairs)
    {
        int at = into.AddVector(table, slot, pairs.Length, 2 * sizeof(long));
        foreach ((long first, long second) in pairs)
        {
            into.PutAt(at, first);
            into.PutAt(at + sizeof(long), second);
            at += 2 * sizeof(long);
        }
    }

    private static int AddType(FlatBufferWriter into, ArrowType type)
    {
        switch (type.Id)
        {
            case ArrowTypeId.Int:
                int whole = into.AddTable(sizeof(int), sizeof(byte));
                into.Set(whole, 0, type.Size);
                into.Set(whole, 1, (byte)(type.Signed ? 1 : 0));
                return whole;
            case ArrowTypeId.FloatingPoint:
                int real = into.AddTable(sizeof(short));
                // Precision: 0 half, 1 single, 2 double.
                into.Set(real, 0, (short)(type.Size / 32));
                return real;
            case ArrowTypeId.FixedSizeList:
                int list = into.AddTable(sizeof(int));
                into.Set(list, 0, type.Size);
                return list;
            default:
                return into.AddTable();
        }
    }
}
