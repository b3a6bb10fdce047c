using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Compression;

/// <summary>LZ4's frame API (<c>lz4frame.h</c>), of version 1.8 and after.</summary>
/// <remarks>A result of <c>size_t</c> is an error where <see cref="IsError"/> says so.</remarks>
internal static unsafe partial class LibLz4
{
    public const string Library = "liblz4.so.1";
    public const string Package = "liblz4-1";

    /// <summary><c>LZ4F_VERSION</c>: of the API, the same in all of these.</summary>
    public const uint Version = 100;

    [LibraryImport(Library, EntryPoint = "LZ4F_createDecompressionContext")]
    public static partial nuint CreateDecompressionContext(out Lz4Context context, uint version);

    [LibraryImport(Library, EntryPoint = "LZ4F_freeDecompressionContext")]
    public static partial nuint FreeDecompressionContext(nint context);

    [LibraryImport(Library, EntryPoint = "LZ4F_resetDecompressionContext")]
    public static partial void ResetDecompressionContext(Lz4Context context);

    /// <returns>0 at the frame's end, else a hint of how many bytes come next.</returns>
    /// <param name="context">Holds what was taken and not yet given.</param>
    /// <param name="into">Receives decompressed bytes.</param>
    /// <param name="intoBytes">Room there; then how many were given.</param>
    /// <param name="from">Compressed bytes.</param>
    /// <param name="fromBytes">How many there are; then how many were taken.</param>
    /// <param name="options">May be null.</param>
    [LibraryImport(Library, EntryPoint = "LZ4F_decompress")]
    public static partial nuint Decompress(
        Lz4Context context, byte* into, nuint* intoBytes, byte* from, nuint* fromBytes, void* options);

    [LibraryImport(Library, EntryPoint = "LZ4F_isError")]
    public static partial uint IsError(nuint result);

    [LibraryImport(Library, EntryPoint = "LZ4F_getErrorName")]
    public static partial nint GetErrorName(nuint result);
}
