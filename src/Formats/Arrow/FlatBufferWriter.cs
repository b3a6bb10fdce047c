using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace PolicyGate.Formats.Arrow;

/// <summary>Writes a FlatBuffer from the front: a table first, then what its members lead to.</summary>
/// <remarks>
/// Offsets lead forward only, so a parent is added before its children and told of them afterwards. Tables and vectors
/// are positions in the buffer, as for <see cref="FlatBuffer"/>.
/// </remarks>
internal sealed class FlatBufferWriter
{
    // Of the largest member that there is.
    private const int Alignment = sizeof(long);

    private byte[] _bytes = new byte[1024];
    private int _length = sizeof(uint);

    /// <summary>The buffer; valid until something is added.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Begins anew in the same memory.</summary>
    public void Clear()
    {
        // What is not set is to be zero.
        _bytes.AsSpan(0, _length).Clear();
        _length = sizeof(uint);
    }

    /// <summary>Adds a table with all members zero; the first one is the root.</summary>
    /// <param name="memberBytes">The size of each member by its slot; 0 leaves it out.</param>
    public int AddTable(params ReadOnlySpan<byte> memberBytes)
    {
        bool root = _length == sizeof(uint);
        int members = Reserve((2 + memberBytes.Length) * sizeof(ushort), sizeof(ushort));
        int table = Reserve(sizeof(int), Alignment);
        for (int slot = 0; slot < memberBytes.Length; slot++)
        {
            if (memberBytes[slot] > 0)
                Put(members + ((2 + slot) * sizeof(ushort)), (ushort)(Reserve(memberBytes[slot]) - table));
        }
        Put(members, (ushort)((2 + memberBytes.Length) * sizeof(ushort)));
        Put(members + sizeof(ushort), (ushort)(_length - table));
        Put(table, table - members);
        if (root)
            Put(0, table);
        return table;
    }

    public void Set<T>(int table, int slot, T value)
        where T : unmanaged, IBinaryInteger<T> => Put(Member(table, slot), value);

    /// <summary>Lets a member lead to a table or vector that was added after its own table.</summary>
    public void SetOffset(int table, int slot, int target) => Lead(Member(table, slot), target);

    /// <summary>Adds a vector of zeros that a member leads to.</summary>
    /// <param name="table">Of the member.</param>
    /// <param name="slot">Of the member.</param>
    /// <param name="count">Elements.</param>
    /// <param name="elementBytes">Of each.</param>
    /// <returns>Where its first element stands.</returns>
    public int AddVector(int table, int slot, int count, int elementBytes)
    {
        // The elements are to be aligned, not the count before them.
        _length = AlignUp(_length + sizeof(uint), Math.Min(elementBytes, Alignment)) - sizeof(uint);
        int vector = Reserve(sizeof(uint), sizeof(uint));
        int elements = Reserve(count * elementBytes, 1);
        Put(vector, count);
        SetOffset(table, slot, vector);
        return elements;
    }

    public void AddText(int table, int slot, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int start = AddVector(table, slot, utf8.Length, 1);
        // A closing NUL that does not count.
        Reserve(1, 1);
        utf8.CopyTo(_bytes, start);
    }

    /// <summary>A member of a struct, or an element, inside of a vector.</summary>
    public void PutAt<T>(int position, T value)
        where T : unmanaged, IBinaryInteger<T> => Put(position, value);

    /// <summary>An element of a vector of tables.</summary>
    public void Lead(int position, int target) => Put(position, target - position);

    private int Member(int table, int slot)
    {
        int members = table - BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(table));
        return table + BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(members + ((2 + slot) * sizeof(ushort))));
    }

    private int Reserve(int bytes) => Reserve(bytes, bytes);

    private int Reserve(int bytes, int alignment)
    {
        int start = AlignUp(_length, alignment);
        _length = start + bytes;
        if (_length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_length, _bytes.Length * 2));
        return start;
    }

    private void Put<T>(int position, T value)
        where T : unmanaged, IBinaryInteger<T> =>
        // WriteLittleEndian is the interface's own: each call of it would box the number.
        value.TryWriteLittleEndian(_bytes.AsSpan(position), out _);

    private static int AlignUp(int position, int alignment) => (position + alignment - 1) & -alignment;
}
