using System.Buffers.Binary;

namespace PolicyGate.Formats.Arrow;

/// <summary>Reads FlatBuffers that nobody has verified: a position outside of the buffer is never followed.</summary>
/// <remarks>
/// Tables are positions in the buffer; 0 stands for an absent one, since the root's offset lies there. The first bad
/// position sets <see cref="Broken"/>, and from then on everything reads as absent, so that a caller checks once, after
/// a group of reads. Offsets to tables and vectors only lead forward: there are no cycles, though one table may be
/// reached from many places, which callers must bound.
/// </remarks>
internal ref struct FlatBuffer(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public bool Broken { get; private set; }

    public int Root() => Follow(0);

    public byte Byte(int table, int slot, byte absent = 0)
    {
        int at = Slot(table, slot, sizeof(byte));
        return at == 0 ? absent : _bytes[at];
    }

    public short Int16(int table, int slot)
    {
        int at = Slot(table, slot, sizeof(short));
        return at == 0 ? (short)0 : BinaryPrimitives.ReadInt16LittleEndian(_bytes[at..]);
    }

    public int Int32(int table, int slot)
    {
        int at = Slot(table, slot, sizeof(int));
        return at == 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);
    }

    public long Int64(int table, int slot)
    {
        int at = Slot(table, slot, sizeof(long));
        return at == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(_bytes[at..]);
    }

    /// <summary>The table that a slot leads to; 0 where it is absent.</summary>
    public int Table(int table, int slot)
    {
        int at = Slot(table, slot, sizeof(uint));
        return at == 0 ? 0 : Follow(at);
    }

    public FlatVector Vector(int table, int slot, int elementBytes)
    {
        int at = Slot(table, slot, sizeof(uint));
        int vector = at == 0 ? 0 : Follow(at);
        if (vector == 0)
            return default;
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[vector..]);
        int start = vector + sizeof(uint);
        return Has(start, (long)count * elementBytes) ? new FlatVector(start, (int)count) : default;
    }

    /// <summary>One table of a vector of tables.</summary>
    public int TableAt(FlatVector vector, int index) => Follow(vector.Start + (index * sizeof(uint)));

    /// <summary>A string's bytes; empty where it is absent.</summary>
    public ReadOnlySpan<byte> Text(int table, int slot)
    {
        FlatVector text = Vector(table, slot, 1);
        return _bytes.Slice(text.Start, text.Count);
    }

    /// <summary>A member of a struct inside of a vector.</summary>
    public int Int32At(int position) =>
        Has(position, sizeof(int)) ? BinaryPrimitives.ReadInt32LittleEndian(_bytes[position..]) : 0;

    /// <summary>A member of a struct inside of a vector.</summary>
    public long Int64At(int position) =>
        Has(position, sizeof(long)) ? BinaryPrimitives.ReadInt64LittleEndian(_bytes[position..]) : 0;

    /// <summary>Where a table's member stands; 0 where it is absent.</summary>
    private int Slot(int table, int slot, int size)
    {
        if (table == 0 || Broken)
            return 0;
        // A table begins with the distance back (or on) to its list of members, which begins with its own size.
        long members = (long)table - BinaryPrimitives.ReadInt32LittleEndian(_bytes[table..]);
        if (!Has(members, 2 * sizeof(ushort)))
            return 0;
        int membersBytes = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(int)members..]);
        int entry = (2 + slot) * sizeof(ushort);
        if (!Has(members, membersBytes) || entry + sizeof(ushort) > membersBytes)
            return 0;
        int distance = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[((int)members + entry)..]);
        return distance != 0 && Has((long)table + distance, size) ? table + distance : 0;
    }

    /// <summary>Follows the offset at a position to a place where at least four bytes can be read.</summary>
    private int Follow(int position)
    {
        if (!Has(position, sizeof(uint)))
            return 0;
        uint distance = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[position..]);
        long target = position + (long)distance;
        return Has(target, sizeof(uint)) && !IsNull(distance) ? (int)target : 0;
    }

    private bool IsNull(uint distance)
    {
        Broken |= distance == 0;
        return distance == 0;
    }

    private bool Has(long position, long size)
    {
        if (!Broken && (position < 0 || size < 0 || position > _bytes.Length - size))
            Broken = true;
        return !Broken;
    }
}
