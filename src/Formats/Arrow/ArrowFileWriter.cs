using System.Buffers.Binary;

namespace PolicyGate.Formats.Arrow;

/// <summary>
/// Writes an Arrow IPC file of one record batch with one row, laid out as Arrow's own programs do: metadata V5, no
/// compression, buffers 8-byte aligned, validity only for nulls.
/// </summary>
/// <remarks>https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format</remarks>
internal static class ArrowFileWriter
{
    private const int BlockBytes = 24;

    /// <param name="columns">In the order in which they are to stand.</param>
    /// <param name="valuesAt">Gets, by column, where in the file its values begin.</param>
    /// <returns>The file.</returns>
    public static byte[] Write(IReadOnlyList<ArrowColumn> columns, Span<int> valuesAt)
    {
        var body = new ArrowBodyLayout(columns);
        ArrowColumnType[] types = [.. columns.Select(column => column.Described)];
        byte[] schema = ArrowMessageWriter.Schema(types);
        byte[] batch = WriteBatchMessage(body);
        int schemaAt = ArrowMessageWriter.Pad(ArrowFileReader.Magic.Length);
        int batchAt = schemaAt + ArrowMessageWriter.PrefixBytes + schema.Length;
        int bodyAt = batchAt + ArrowMessageWriter.PrefixBytes + batch.Length;
        byte[] footer = WriteFooter(types, batchAt, bodyAt - batchAt, body.Bytes);

        int footerAt = bodyAt + body.Bytes + ArrowMessageWriter.PrefixBytes;
        byte[] file = new byte[footerAt + footer.Length + sizeof(int) + ArrowFileReader.Magic.Length];
        ArrowFileReader.Magic.CopyTo(file);
        PutMessage(file, schemaAt, schema);
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

    private static byte[] WriteBatchMessage(ArrowBodyLayout body)
    {
        var message = new FlatBufferWriter();
        ArrowMessageWriter.AddBatch(message, body.Bytes, body.Nodes, body.Buffers);
        return ArrowMessageWriter.Finish(message);
    }

    private static byte[] WriteFooter(
        IReadOnlyList<ArrowColumnType> columns, int batchAt, int batchMetadataBytes, int bodyBytes)
    {
        var footer = new FlatBufferWriter();
        // Footer: version, schema, dictionaries, record batches.
        int root = footer.AddTable(sizeof(short), sizeof(uint), sizeof(uint), sizeof(uint));
        footer.Set(root, 0, (short)ArrowVersion.V5);
        footer.SetOffset(root, 1, ArrowMessageWriter.AddSchema(footer, columns));
        footer.AddVector(root, 2, 0, BlockBytes);
        int block = footer.AddVector(root, 3, 1, BlockBytes);
        footer.PutAt(block, (long)batchAt);
        footer.PutAt(block + 8, batchMetadataBytes);
        footer.PutAt(block + 16, (long)bodyBytes);
        return ArrowMessageWriter.Finish(footer);
    }

    private static void PutMessage(byte[] file, int at, ReadOnlySpan<byte> metadata)
    {
        ArrowMessageWriter.PutPrefix(file.AsSpan(at), metadata.Length);
        metadata.CopyTo(file.AsSpan(at + ArrowMessageWriter.PrefixBytes));
    }
}
