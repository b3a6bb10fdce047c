using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Linux's <c>struct statx</c>: 256 bytes, of which owner and mode are read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    [FieldOffset(20)]
    public uint User;

    [FieldOffset(28)]
    public ushort Mode;
}
