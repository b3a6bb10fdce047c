using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>Where each column's buffers stand in the body of a record batch with one row.</summary>
internal sealed class ArrowBodyLayout
{
    private readonly List<(long Rows, long Nulls)> _nodes = [];
    private readonly List<(long Offset, long Bytes)> _buffers = [];
    private readonly List<(int Offset, ReadOnlyMemory<byte> Bytes)> _parts = [];
    private readonly int[] _valuesOffsets;

    public ArrowBodyLayout(IReadOnlyList<ArrowColumn> columns)
    {
        _valuesOffsets = new int[columns.Count];
        for (int i = 0; i < columns.Count; i++)
            _valuesOffsets[i] = Add(columns[i]);
    }

    /// <summary>A multiple of 8.</summary>
    public int Bytes { get; private set; }

    /// <summary>Rows and nulls of each column, and after a list's of its elements.</summary>
    public ReadOnlySpan<(long, long)> Nodes => CollectionsMarshal.AsSpan(_nodes);

    /// <summary>Offset and bytes of each.</summary>
    public ReadOnlySpan<(long, long)> Buffers => CollectionsMarshal.AsSpan(_buffers);

    /// <summary>Of a column's values, from the body's first byte.</summary>
    public int ValuesOffset(int column) => _valuesOffsets[column];

    /// <param name="body">As many zeros as <see cref="Bytes"/>.</param>
    public void CopyTo(Span<byte> body)
    {
        foreach ((int offset, ReadOnlyMemory<byte> bytes) in _parts)
            bytes.Span.CopyTo(body[offset..]);
    }

    private int Add(ArrowColumn column)
    {
        _nodes.Add((1, column.IsNull ? 1 : 0));
        if (column.Type.Id is ArrowTypeId.Null)
            return Bytes;
        // Validity: a byte whose bit 0 is clear for a null, nothing where no row is null.
        AddBuffer(column.IsNull ? new byte[1] : default);
        if (column.Type.Id is ArrowTypeId.List or ArrowTypeId.Utf8)
            AddBuffer(Offsets(column));
        if (column.Element is { } element)
        {
            _nodes.Add((column.Values.Length / element.ValueBytes, 0));
            AddBuffer(default);
        }
        return AddBuffer(column.Values);
    }

    /// <summary>From 0 to how many elements there are.</summary>
    private static byte[] Offsets(ArrowColumn column)
    {
        byte[] offsets = new byte[2 * sizeof(int)];
        int elements = column.Values.Length / (column.Element?.ValueBytes ?? 1);
        BinaryPrimitives.WriteInt32LittleEndian(offsets.AsSpan(sizeof(int)), elements);
        return offsets;
    }

    private int AddBuffer(ReadOnlyMemory<byte> bytes)
    {
        int offset = Bytes;
        _buffers.Add((offset, bytes.Length));
        _parts.Add((offset, bytes));
        Bytes += ArrowMessageWriter.Pad(bytes.Length);
        return offset;
    }
}
