using System.Buffers.Binary;

namespace PolicyGate.Formats.Arrow;

/// <summary>
/// Writes an Arrow IPC stream, a record batch of one row at a time: metadata V5, no compression, buffers 8-byte
/// aligned, validity only for nulls. Its memory is kept, and large values go from where they are right to the stream.
/// </summary>
/// <remarks>https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format</remarks>
internal sealed class ArrowStreamWriter
{
    // A tick with three pictures of 120×192 is 207 KB and goes out as one write.
    private const int BlockBytes = 256 << 10;

    private readonly IReadOnlyList<ArrowColumnType> _columns;
    private readonly byte[] _schema;
    private readonly ArrowCell[] _cells;
    private readonly FlatBufferWriter _message = new();
    private readonly (long Rows, long Nulls)[] _nodes;
    private readonly (long Offset, long Bytes)[] _buffers;
    private readonly byte[] _block = new byte[BlockBytes];
    private Stream? _to;
    private int _held;
    private int _nodeCount;
    private int _bufferCount;
    private long _body;

    /// <param name="columns">In the order in which they are to stand.</param>
    /// <param name="metadata">Of the schema.</param>
    public ArrowStreamWriter(
        IReadOnlyList<ArrowColumnType> columns, IReadOnlyDictionary<string, string>? metadata = null)
    {
        _columns = columns;
        _schema = ArrowMessageWriter.Schema(columns, metadata);
        _cells = new ArrowCell[columns.Count];
        // A list has two of each: its own, and its elements'.
        _nodes = new (long, long)[2 * columns.Count];
        _buffers = new (long, long)[4 * columns.Count];
        Array.Fill(_cells, new ArrowCell(IsNull: true));
    }

    /// <summary>The value of a column in the row that is written next; kept until it is set again.</summary>
    public void Set(int column, in ArrowCell cell) => _cells[column] = cell;

    /// <summary>Writes what a stream begins with.</summary>
    public void Begin(Stream to)
    {
        _to = to;
        PutHead(_schema);
        Flush();
    }

    /// <summary>Writes the row.</summary>
    /// <param name="to">After a fault or an exception it holds the beginning of a batch: cut it there.</param>
    /// <returns>Why a source could not be read.</returns>
    public FormatFault? Write(Stream to)
    {
        // First where all buffers will lie, which stands before them.
        _to = null;
        Lay();
        _message.Clear();
        ArrowMessageWriter.AddBatch(
            _message, _body, _nodes.AsSpan(0, _nodeCount), _buffers.AsSpan(0, _bufferCount));
        (_to, _held) = (to, 0);
        PutHead(_message.Bytes);
        if (Lay() is { } fault)
            return fault;
        Flush();
        return null;
    }

    /// <summary>Writes what a stream ends with; one without it is as good.</summary>
    public static void End(Stream to)
    {
        Span<byte> mark = stackalloc byte[ArrowMessageWriter.PrefixBytes];
        ArrowMessageWriter.PutPrefix(mark, 0);
        to.Write(mark);
    }

    /// <summary>All columns' buffers in their order: where they lie or, with a stream, their bytes.</summary>
    private FormatFault? Lay()
    {
        (_nodeCount, _bufferCount, _body) = (0, 0, 0);
        FormatFault? fault = null;
        for (int i = 0; i < _cells.Length && fault is null; i++)
            fault = Lay(_columns[i], _cells[i]);
        return fault;
    }

    private FormatFault? Lay(ArrowColumnType column, in ArrowCell cell)
    {
        _nodes[_nodeCount++] = (1, cell.IsNull ? 1 : 0);
        // Validity: a byte whose bit 0 is clear for a null, nothing where no row is null.
        Put(cell.IsNull ? [0] : []);
        Span<byte> number = stackalloc byte[2 * sizeof(long)];
        number.Clear();
        long elements = cell.IsNull ? 0 : cell.Length / (column.Element?.ValueBytes ?? 1);
        switch (column.Type.Id)
        {
            case ArrowTypeId.Bool or ArrowTypeId.Int:
                BinaryPrimitives.WriteInt64LittleEndian(number, cell.Number);
                Put(number[..Math.Max(column.Type.ValueBytes, 1)]);
                return null;
            case ArrowTypeId.Utf8 or ArrowTypeId.List:
                BinaryPrimitives.WriteInt32LittleEndian(number[sizeof(int)..], checked((int)elements));
                Put(number[..(2 * sizeof(int))]);
                break;
            case ArrowTypeId.LargeBinary:
                BinaryPrimitives.WriteInt64LittleEndian(number[sizeof(long)..], elements);
                Put(number);
                break;
            default:
                // As many in each row, a null's too.
                ArgumentOutOfRangeException.ThrowIfNotEqual(elements, cell.IsNull ? 0 : column.Type.Size);
                elements = column.Type.Size;
                break;
        }
        if (column.Element is not { } element)
            return PutValues(cell, elements);
        _nodes[_nodeCount++] = (elements, 0);
        Put([]);
        return PutValues(cell, elements * element.ValueBytes);
    }

    private FormatFault? PutValues(in ArrowCell cell, long length)
    {
        BeginBuffer(length);
        if (_to is null)
            return null;
        FormatFault? fault = null;
        if (cell.IsNull)
            CopyZeros(length);
        else if (cell.Source is { } source)
            fault = Copy(source, length);
        else
            Copy(cell.Bytes.Span);
        CopyZeros(ArrowMessageWriter.Pad(length) - length);
        return fault;
    }

    private void Put(ReadOnlySpan<byte> buffer)
    {
        BeginBuffer(buffer.Length);
        if (_to is null)
            return;
        Copy(buffer);
        CopyZeros(ArrowMessageWriter.Pad(buffer.Length) - buffer.Length);
    }

    private void BeginBuffer(long length)
    {
        _buffers[_bufferCount++] = (_body, length);
        _body += ArrowMessageWriter.Pad(length);
    }

    private void PutHead(ReadOnlySpan<byte> metadata)
    {
        int padded = ArrowMessageWriter.Pad(metadata.Length);
        Span<byte> prefix = stackalloc byte[ArrowMessageWriter.PrefixBytes];
        ArrowMessageWriter.PutPrefix(prefix, padded);
        Copy(prefix);
        Copy(metadata);
        CopyZeros(padded - metadata.Length);
    }

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BlockBytes)
        {
            Flush();
            _to!.Write(bytes);
            return;
        }
        if (bytes.Length > BlockBytes - _held)
            Flush();
        bytes.CopyTo(_block.AsSpan(_held));
        _held += bytes.Length;
    }

    private FormatFault? Copy(IArrowSource source, long length)
    {
        for (long done = 0; done < length;)
        {
            if (_held == BlockBytes)
                Flush();
            int count = (int)Math.Min(length - done, BlockBytes - _held);
            if (source.Read(done, _block.AsSpan(_held, count)) is { } fault)
                return fault;
            _held += count;
            done += count;
        }
        return null;
    }

    private void CopyZeros(long count)
    {
        while (count > 0)
        {
            if (_held == BlockBytes)
                Flush();
            int zeros = (int)Math.Min(count, BlockBytes - _held);
            _block.AsSpan(_held, zeros).Clear();
            _held += zeros;
            count -= zeros;
        }
    }

    private void Flush()
    {
        int held = _held;
        _held = 0;
        _to!.Write(_block.AsSpan(0, held));
    }
}
