using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Pickle;

/// <summary>One value of a pickle. Values refer to each other by index, so that sharing costs nothing.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PickleNode
{
    public PickleKind Kind;

    /// <summary>Of a <see cref="PickleKind.Global"/>.</summary>
    public PickleGlobal Global;

    /// <summary>Whether the bytes lie among those that were decoded, not in the message.</summary>
    public bool IsDecoded;

    /// <summary>Containers in it, itself counted; 0 for what holds none.</summary>
    public ushort Depth;

    /// <summary>Byte of the message at which its opcode stands.</summary>
    public int At;

    /// <summary>
    /// Of text, bytes and storages: their first byte. Of containers: their first link. Of classes and instances: the
    /// class's index. Of arrays: their index. Of references: the id. Negative where there is none (yet).
    /// </summary>
    public int Start;

    /// <summary>Of text, bytes and storages: their bytes. Of containers: their items.</summary>
    public int Length;

    /// <summary>
    /// Of numbers: their bits. Of containers: their last link. Of instances: their state. Of text: the bytes that it
    /// was encoded to; of bytes: the storage that was read from them; 0 where that has not happened. Of data types and
    /// storages: a <see cref="PickleElement"/>.
    /// </summary>
    public long Bits;
}
