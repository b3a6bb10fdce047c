using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Compression;

/// <summary><c>ZSTD_inBuffer</c> and <c>ZSTD_outBuffer</c>, which differ in a <c>const</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZstdBuffer
{
    public byte* Bytes;

    public nuint Length;

    /// <summary>How far it was read or filled.</summary>
    public nuint Position;
}
