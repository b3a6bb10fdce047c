using PolicyGate.Formats.Compression;

namespace PolicyGate.Formats.Arrow;

/// <summary>Reads ranges of compressed buffers, straight into their reader's memory.</summary>
/// <remarks>
/// A buffer is one frame, which can only be decompressed from its beginning. What lies before a range is passed over,
/// what lies behind is left; a range further on in the same buffer goes on from there. So its own memory is two small
/// buffers, whatever a file claims.
/// </remarks>
internal sealed class ArrowDecompressor(long maximumBytes) : IDisposable
{
    // Fewer calls gain nothing; a block of LZ4 as pyarrow writes it has 64 KiB.
    private const int InputBytes = 64 << 10;
    private const int SkippedBytes = 16 << 10;

    private readonly Lz4FrameDecoder _lz4 = new();
    private readonly ZstdFrameDecoder _zstd = new();
    private byte[] _input = [];
    private byte[] _skipped = [];
    private ArrowBuffer _buffer;
    private IFrameDecoder? _decoder;
    private int _inputStart;
    private int _inputEnd;
    private long _taken;
    private long _given;
    private bool _ended;
    private long _spent;

    /// <summary>Another file: nothing of the one before can go on.</summary>
    public void Begin() => (_decoder, _spent) = (null, 0);

    /// <param name="source">Of the file.</param>
    /// <param name="buffer">Compressed.</param>
    /// <param name="start">In decompressed bytes.</param>
    /// <param name="into">Ends inside of the buffer.</param>
    public FormatFault? Read(IArrowSource source, in ArrowBuffer buffer, long start, Span<byte> into)
    {
        FormatFault? fault = ReadFrame(source, buffer, start, into);
        // After a fault the frame is nowhere that it could go on from.
        if (fault is not null)
            _decoder = null;
        return fault;
    }

    public void Dispose()
    {
        _lz4.Dispose();
        _zstd.Dispose();
    }

    private FormatFault? ReadFrame(IArrowSource source, in ArrowBuffer buffer, long start, Span<byte> into)
    {
        if (_decoder is null || buffer != _buffer || start < _given)
        {
            if (Restart(buffer) is { } fault)
                return fault;
        }
        _spent += start + into.Length - _given;
        if (_spent > maximumBytes)
            return FormatFault.LimitExceeded($"more than {maximumBytes} bytes would be decompressed of one file");
        while (_given < start)
        {
            int skipped = (int)Math.Min(start - _given, SkippedBytes);
            if (Fill(source, _skipped.AsSpan(0, skipped)) is { } fault)
                return fault;
        }
        return Fill(source, into) ?? (_given == buffer.Length ? ExpectEnd(source) : null);
    }

    private FormatFault? Restart(in ArrowBuffer buffer)
    {
        if (_input.Length == 0)
            (_input, _skipped) = (new byte[InputBytes], new byte[SkippedBytes]);
        _buffer = buffer;
        (_inputStart, _inputEnd, _taken, _given, _ended) = (0, 0, 0, 0, false);
        _decoder = buffer.Codec is ArrowCodec.Lz4Frame ? _lz4 : _zstd;
        return _decoder.Begin();
    }

    private FormatFault? Fill(IArrowSource source, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            if (_ended)
            {
                return FormatFault.Malformed(
                    $"its frame ends after {_given} bytes, where {_buffer.Length} were announced");
            }
            if (Step(source, into, out int given) is { } fault)
                return fault;
            into = into[given..];
        }
        return null;
    }

    /// <summary>All announced bytes are there; a frame that holds more is another than was announced.</summary>
    private FormatFault? ExpectEnd(IArrowSource source)
    {
        while (!_ended)
        {
            if (Step(source, _skipped.AsSpan(0, 0), out _) is { } fault)
                return fault;
        }
        return null;
    }

    private FormatFault? Step(IArrowSource source, Span<byte> into, out int given)
    {
        given = 0;
        if (_inputStart == _inputEnd)
        {
            (_inputStart, _inputEnd) = (0, (int)Math.Min(_buffer.StoredBytes - _taken, InputBytes));
            if (source.Read(_buffer.Position + _taken, _input.AsSpan(0, _inputEnd)) is { } unread)
                return unread;
            _taken += _inputEnd;
        }
        Span<byte> input = _input.AsSpan(_inputStart, _inputEnd - _inputStart);
        if (_decoder!.Decode(input, into, out FrameStep step) is { } fault)
            return fault;
        if (step is { Taken: 0, Given: 0, Ended: false })
        {
            return FormatFault.Malformed(
                $"its frame does not end after the {_buffer.Length} bytes that were announced, or is cut off");
        }
        _inputStart += step.Taken;
        given = step.Given;
        _given += given;
        _ended = step.Ended;
        return null;
    }
}
