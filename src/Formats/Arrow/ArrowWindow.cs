namespace PolicyGate.Formats.Arrow;

/// <summary>A source whose beginning and end are read as a whole, once, when something of them is wanted.</summary>
/// <remarks>
/// Schema, metadata, positions and the footer lie there, in a dozen pieces of some bytes each: a call into the kernel
/// costs more than a page does.
/// </remarks>
internal sealed class ArrowWindow : IArrowSource
{
    /// <summary>4 KiB: the stock observer's schema, metadata and positions take 2 KiB, its footer one.</summary>
    private const int Bytes = 4096;

    private readonly byte[] _head = new byte[Bytes];
    private readonly byte[] _tail = new byte[Bytes];
    private IArrowSource? _source;
    private bool _headRead;
    private bool _tailRead;

    public long Length => Source.Length;

    private IArrowSource Source => _source ?? throw new InvalidOperationException("No file is open.");

    public void Begin(IArrowSource source) => (_source, _headRead, _tailRead) = (source, false, false);

    public FormatFault? Read(long offset, Span<byte> into)
    {
        int window = (int)Math.Min(Length, Bytes);
        if (offset + into.Length <= window)
            return Copy(0, _head.AsSpan(0, window), ref _headRead, (int)offset, into);
        long tail = Length - window;
        return offset >= tail
            ? Copy(tail, _tail.AsSpan(0, window), ref _tailRead, (int)(offset - tail), into)
            : Source.Read(offset, into);
    }

    private FormatFault? Copy(long start, Span<byte> window, ref bool read, int offset, Span<byte> into)
    {
        if (!read && Source.Read(start, window) is { } fault)
            return fault;
        read = true;
        window.Slice(offset, into.Length).CopyTo(into);
        return null;
    }
}
