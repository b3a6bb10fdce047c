using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.Linux;

/// <summary><c>struct statx</c>, the same on all processors: the members that are read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    /// <summary>Kind (<c>S_IFMT</c>) and permissions.</summary>
    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;
}
