using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Compression;

/// <summary>Zstandard's stable streaming API (<c>zstd.h</c>), of version 1.4 and after.</summary>
/// <remarks>A result of <c>size_t</c> is an error where <see cref="IsError"/> says so.</remarks>
internal static unsafe partial class LibZstd
{
    public const string Library = "libzstd.so.1";
    public const string Package = "libzstd1";

    /// <summary><c>ZSTD_reset_session_only</c>: parameters stay.</summary>
    public const int ResetSessionOnly = 1;

    /// <summary><c>ZSTD_d_windowLogMax</c>: frames that look back further are refused.</summary>
    public const int WindowLogMax = 100;

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx")]
    public static partial ZstdContext CreateContext();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx")]
    public static partial nuint FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_DCtx_reset")]
    public static partial nuint Reset(ZstdContext context, int what);

    [LibraryImport(Library, EntryPoint = "ZSTD_DCtx_setParameter")]
    public static partial nuint SetParameter(ZstdContext context, int parameter, int value);

    /// <returns>0 at the frame's end, else a hint of how many bytes come next.</returns>
    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    public static partial nuint DecompressStream(ZstdContext context, ZstdBuffer* into, ZstdBuffer* from);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    public static partial uint IsError(nuint result);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    public static partial nint GetErrorName(nuint result);
}
