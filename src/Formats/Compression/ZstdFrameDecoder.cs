using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Compression;

/// <summary>ZSTD frames, by the system's <c>libzstd</c>.</summary>
internal sealed class ZstdFrameDecoder : IFrameDecoder
{
    // 8 MiB of memory a robot: what levels up to 19 look back; the ultra ones are of no use thirty times a second.
    private const int WindowLog = 23;

    private ZstdContext? _context;
    private FormatFault? _missing;

    public FormatFault? Begin()
    {
        if (_context is not null)
            return Check(LibZstd.Reset(_context, LibZstd.ResetSessionOnly));
        _missing ??= NativeCodec.Find("ZSTD", LibZstd.Library, LibZstd.Package);
        if (_missing is not null)
            return _missing;
        ZstdContext context = LibZstd.CreateContext();
        if (context.IsInvalid)
        {
            context.Dispose();
            return FormatFault.Unreadable("there is no memory left to decompress with");
        }
        _context = context;
        return Check(LibZstd.SetParameter(context, LibZstd.WindowLogMax, WindowLog));
    }

    public unsafe FormatFault? Decode(ReadOnlySpan<byte> from, Span<byte> into, out FrameStep step)
    {
        nuint result;
        ZstdBuffer source;
        ZstdBuffer target;
        fixed (byte* first = &MemoryMarshal.GetReference(from), room = &MemoryMarshal.GetReference(into))
        {
            source = new ZstdBuffer { Bytes = first, Length = (nuint)from.Length };
            target = new ZstdBuffer { Bytes = room, Length = (nuint)into.Length };
            result = LibZstd.DecompressStream(_context!, &target, &source);
        }
        step = new FrameStep((int)source.Position, (int)target.Position, Ended: result == 0);
        return Check(result);
    }

    public void Dispose() => _context?.Dispose();

    private static FormatFault? Check(nuint result) => LibZstd.IsError(result) == 0 ? null : FormatFault.Malformed(
        $"it is no ZSTD frame, or a broken one: {Marshal.PtrToStringUTF8(LibZstd.GetErrorName(result))}");
}
