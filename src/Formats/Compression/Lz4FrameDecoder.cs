using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Compression;

/// <summary>LZ4 frames, by the system's <c>liblz4</c>. Blocks have at most 4 MiB: its memory is bounded.</summary>
internal sealed class Lz4FrameDecoder : IFrameDecoder
{
    private Lz4Context? _context;
    private FormatFault? _missing;

    public FormatFault? Begin()
    {
        if (_context is not null)
        {
            LibLz4.ResetDecompressionContext(_context);
            return null;
        }
        _missing ??= NativeCodec.Find("LZ4", LibLz4.Library, LibLz4.Package);
        if (_missing is not null)
            return _missing;
        nuint result = LibLz4.CreateDecompressionContext(out Lz4Context context, LibLz4.Version);
        if (LibLz4.IsError(result) != 0)
            return Fault(result);
        _context = context;
        return null;
    }

    public unsafe FormatFault? Decode(ReadOnlySpan<byte> from, Span<byte> into, out FrameStep step)
    {
        nuint taken = (nuint)from.Length;
        nuint given = (nuint)into.Length;
        nuint result;
        fixed (byte* source = &MemoryMarshal.GetReference(from), target = &MemoryMarshal.GetReference(into))
            result = LibLz4.Decompress(_context!, target, &given, source, &taken, options: null);
        if (LibLz4.IsError(result) != 0)
        {
            step = default;
            return Fault(result);
        }
        step = new FrameStep((int)taken, (int)given, Ended: result == 0);
        return null;
    }

    public void Dispose() => _context?.Dispose();

    private static FormatFault Fault(nuint result) => FormatFault.Malformed(
        $"it is no LZ4 frame, or a broken one: {Marshal.PtrToStringUTF8(LibLz4.GetErrorName(result))}");
}
