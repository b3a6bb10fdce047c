using System.Buffers.Binary;

namespace PolicyGate.Formats.Arrow;

/// <summary>
/// Writes an Arrow IPC file of one record batch with one row, laid out as Arrow's own programs do: metadata V5, no
/// compression, buffers 8-byte aligned, validity only for nulls.
/// </summary>
/// <remarks>https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format</remarks>
internal static class ArrowFileWriter
{
    private const byte SchemaHeader = 1;
    private const byte RecordBatchHeader = 3;
    private const int Continuation = -1;
    private const int MessagePrefix = 2 * sizeof(int);
    private const int BlockBytes = 24;
    private const int Padding = 8;

    /// <param name="columns">In the order in which they are to stand.</param>
    /// <param name="valuesAt">Gets, by column, where in the file its values begin.</param>
    /// <returns>The file.</returns>
    public static byte[] Write(IReadOnlyList<ArrowColumn> columns, Span<int> valuesAt)
    {
        var body = new ArrowBodyLayout(columns);
        byte[] schema = WriteSchemaMessage(columns);
        byte[] batch = WriteBatchMessage(body);
        int batchAt = Pad(ArrowFileReader.Magic.Length) + MessagePrefix + schema.Length;
        int bodyAt = batchAt + MessagePrefix + batch.Length;
        byte[] footer = WriteFooter(columns, batchAt, MessagePrefix + batch.Length, body.Bytes);

        int footerAt = bodyAt + body.Bytes + MessagePrefix;
        byte[] file = new byte[footerAt + footer.Length + sizeof(int) + ArrowFileReader.Magic.Length];
        ArrowFileReader.Magic.CopyTo(file);
        PutMessage(file, Pad(ArrowFileReader.Magic.Length), schema);
        PutMessage(file, batchAt, batch);
        body.CopyTo(file.AsSpan(bodyAt));
        // A message without metadata ends the stream of messages.
        PutMessage(file, bodyAt + body.Bytes, []);
        footer.CopyTo(file, footerAt);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(footerAt + footer.Length), footer.Length);
        ArrowFileReader.Magic.CopyTo(file.AsSpan(file.Length - ArrowFileReader.Magic.Length));

        for (int i = 0; i < columns.Count; i++)
            valuesAt[i] = bodyAt + body.ValuesOffset(i);
        return file;
    }

    public static int Pad(int bytes) => (bytes + Padding - 1) & -Padding;

    private static byte[] WriteSchemaMessage(IReadOnlyList<ArrowColumn> columns)
    {
        var message = new FlatBufferWriter();
        int root = AddMessage(message, SchemaHeader, bodyBytes: 0);
        message.SetOffset(root, 2, AddSchema(message, columns));
        return Finish(message);
    }

    private static byte[] WriteBatchMessage(ArrowBodyLayout body)
    {
        var message = new FlatBufferWriter();
        int root = AddMessage(message, RecordBatchHeader, body.Bytes);
        // RecordBatch: length, nodes, buffers.
        int batch = message.AddTable(sizeof(long), sizeof(uint), sizeof(uint));
        message.SetOffset(root, 2, batch);
        message.Set(batch, 0, 1L);
        AddPairs(message, batch, 1, body.Nodes);
        AddPairs(message, batch, 2, body.Buffers);
        return Finish(message);
    }

    private static byte[] WriteFooter(
        IReadOnlyList<ArrowColumn> columns, int batchAt, int batchMetadataBytes, int bodyBytes)
    {
        var footer = new FlatBufferWriter();
        // Footer: version, schema, dictionaries, record batches.
        int root = footer.AddTable(sizeof(short), sizeof(uint), sizeof(uint), sizeof(uint));
        footer.Set(root, 0, (short)ArrowVersion.V5);
        footer.SetOffset(root, 1, AddSchema(footer, columns));
        footer.AddVector(root, 2, 0, BlockBytes);
        int block = footer.AddVector(root, 3, 1, BlockBytes);
        footer.PutAt(block, (long)batchAt);
        footer.PutAt(block + 8, batchMetadataBytes);
        footer.PutAt(block + 16, (long)bodyBytes);
        return Finish(footer);
    }

    /// <summary>Message: version, kind of header, header, bytes of the body.</summary>
    private static int AddMessage(FlatBufferWriter message, byte header, long bodyBytes)
    {
        int root = message.AddTable(sizeof(short), sizeof(byte), sizeof(uint), sizeof(long));
        message.Set(root, 0, (short)ArrowVersion.V5);
        message.Set(root, 1, header);
        message.Set(root, 3, bodyBytes);
        return root;
    }

    private static int AddSchema(FlatBufferWriter into, IReadOnlyList<ArrowColumn> columns)
    {
        // Schema: endianness (0 is little), fields.
        int schema = into.AddTable(sizeof(short), sizeof(uint));
        int fields = into.AddVector(schema, 1, columns.Count, sizeof(uint));
        for (int i = 0; i < columns.Count; i++)
        {
            ArrowColumn column = columns[i];
            int field = AddField(into, column.Name, column.Type);
            into.Lead(fields + (i * sizeof(uint)), field);
            int children = into.AddVector(field, 5, column.Element is null ? 0 : 1, sizeof(uint));
            if (column.Element is not { } element)
                continue;
            int item = AddField(into, "item", element);
            into.Lead(children, item);
            into.AddVector(item, 5, 0, sizeof(uint));
        }
        return schema;
    }

    private static int AddField(FlatBufferWriter into, string name, ArrowType type)
    {
        // Field: name, nullable, kind of type, type, dictionary, children.
        int field = into.AddTable(sizeof(uint), sizeof(byte), sizeof(byte), sizeof(uint), 0, sizeof(uint));
        into.AddText(field, 0, name);
        into.Set(field, 1, (byte)1);
        into.Set(field, 2, (byte)type.Id);
        into.SetOffset(field, 3, AddType(into, type));
        return field;
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
            default:
                return into.AddTable();
        }
    }

    /// <summary>Two 64-bit numbers an element: what Arrow's FieldNode and Buffer both are.</summary>
    private static void AddPairs(FlatBufferWriter into, int table, int slot, IReadOnlyList<(long, long)> pairs)
    {
        int at = into.AddVector(table, slot, pairs.Count, 2 * sizeof(long));
        foreach ((long first, long second) in pairs)
        {
            into.PutAt(at, first);
            into.PutAt(at + sizeof(long), second);
            at += 2 * sizeof(long);
        }
    }

    private static byte[] Finish(FlatBufferWriter buffer)
    {
        byte[] padded = new byte[Pad(buffer.Bytes.Length)];
        buffer.Bytes.CopyTo(padded);
        return padded;
    }

    private static void PutMessage(byte[] file, int at, ReadOnlySpan<byte> metadata)
    {
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), Continuation);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + sizeof(int)), metadata.Length);
        metadata.CopyTo(file.AsSpan(at + MessagePrefix));
    }
}
