using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Compression;

/// <summary><c>ZSTD_DCtx</c>: what Zstandard remembers of a frame under way.</summary>
internal sealed class ZstdContext() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _ = LibZstd.FreeContext(handle);
        return true;
    }
}
