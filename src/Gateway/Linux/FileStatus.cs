using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Linux;

/// <summary>
/// <c>struct statx</c>: the members that are read, at the kernel's offsets; set where the mask asked for them.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    /// <summary>Names that lead to it.</summary>
    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint User;

    [FieldOffset(24)]
    public uint Group;

    /// <summary>Kind (<c>S_IFMT</c>) and permissions.</summary>
    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    // Major and minor number, side by side.
    [FieldOffset(136)]
    public ulong Device;
}
