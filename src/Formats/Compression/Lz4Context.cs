using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Compression;

/// <summary><c>LZ4F_dctx</c>: what LZ4 remembers of a frame under way.</summary>
internal sealed class Lz4Context() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _ = LibLz4.FreeDecompressionContext(handle);
        return true;
    }
}
