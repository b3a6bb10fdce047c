using System.Buffers.Binary;

namespace PolicyGate.Formats.Arrow;

/// <summary>Reads the footers of Arrow IPC files, one after the other; batches are then loaded one at a time.</summary>
/// <remarks>
/// The footer is parsed anew only where its bytes differ from the last file's: a robot's files mostly have the same
/// one, and nothing is allocated for them. Bytes are compared, not the producer: a column's type may change within a
/// session.
/// </remarks>
internal sealed class ArrowFileReader(ArrowLimits limits)
{
    /// <summary>Footer's length and the closing magic.</summary>
    private const int TrailerBytes = sizeof(int) + 6;

    /// <summary>Opening magic, padding and trailer.</summary>
    private const int SmallestFile = 8 + TrailerBytes;

    /// <summary>What is read of the end at first. 4 KiB: the stock observer's footers are under 2 KiB.</summary>
    private const int TailBytes = 4096;

    private byte[] _tail = new byte[TailBytes];
    private byte[] _parsed = [];
    private long _parsedStart;
    private ArrowFooter? _footer;
    private IArrowSource? _source;

    /// <summary>How a file begins and ends.</summary>
    public static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    /// <summary>The opened file's columns; the same object for as long as footers are equal.</summary>
    public ArrowSchema Schema => Footer.Schema;

    /// <summary>The opened file's record batches.</summary>
    public int Batches => Footer.Batches.Length;

    private ArrowFooter Footer => _footer ?? throw new InvalidOperationException("No file is open.");

    /// <summary>Reads the footer. After a fault no batch may be loaded.</summary>
    public FormatFault? Open(IArrowSource source)
    {
        _source = null;
        if (source.Length == 0)
            return FormatFault.Malformed("0 bytes: the file is empty");
        if (source.Length < SmallestFile)
            return FormatFault.Malformed($"{source.Length} bytes are too few for an Arrow file");
        int tail = (int)Math.Min(source.Length, TailBytes);
        if (source.Read(source.Length - tail, _tail.AsSpan(0, tail)) is { } unreadable)
            return unreadable;
        if (!_tail.AsSpan(0, tail).EndsWith(Magic))
            return ExplainMissingMagic(source);

        int length = BinaryPrimitives.ReadInt32LittleEndian(_tail.AsSpan(tail - TrailerBytes));
        if (length <= 0 || length > source.Length - SmallestFile)
        {
            return FormatFault.Malformed(
                $"the footer's length {length} reaches beyond the file of {source.Length} bytes");
        }
        if (length > limits.MetadataBytes)
            return FormatFault.LimitExceeded($"the footer has {length} bytes, at most {limits.MetadataBytes} are read");
        long start = source.Length - TrailerBytes - length;
        ReadOnlySpan<byte> footer;
        if (length <= tail - TrailerBytes)
        {
            footer = _tail.AsSpan(tail - TrailerBytes - length, length);
        }
        else
        {
            if (_tail.Length < length)
                _tail = new byte[length];
            if (source.Read(start, _tail.AsSpan(0, length)) is { } fault)
                return fault;
            footer = _tail.AsSpan(0, length);
        }
        if (Parse(footer, start) is { } malformed)
            return malformed;
        _source = source;
        return null;
    }

    /// <summary>Reads one batch's metadata; its values are read from it by need.</summary>
    public FormatFault? Load(int index, ArrowBatch into)
    {
        IArrowSource source = _source ?? throw new InvalidOperationException("No file is open.");
        return into.Load(source, Schema, Footer.Batches[index], limits);
    }

    private FormatFault? Parse(ReadOnlySpan<byte> bytes, long start)
    {
        // Blocks were checked against where the footer began: equal bytes elsewhere are another file.
        if (_footer is not null && start == _parsedStart && bytes.SequenceEqual(_parsed))
            return null;
        (_footer, _parsed) = (null, []);
        if (ArrowFooter.Parse(bytes, start, limits, out _footer) is { } fault)
            return fault;
        (_parsed, _parsedStart) = (bytes.ToArray(), start);
        return null;
    }

    private static FormatFault ExplainMissingMagic(IArrowSource source)
    {
        Span<byte> head = stackalloc byte[8];
        if (source.Read(0, head) is { } unreadable)
            return unreadable;
        if (head.StartsWith(Magic))
        {
            return FormatFault.Malformed(
                "the closing magic ARROW1 is missing: the file's end is cut off, or it is still being written");
        }
        // A stream begins with a message: the continuation marker, then the length of its metadata.
        if (BinaryPrimitives.ReadInt32LittleEndian(head) == -1)
        {
            return FormatFault.Unsupported(
                "it is in Arrow's IPC stream format; only the file format is read (pyarrow.ipc.new_file)");
        }
        return FormatFault.Malformed(
            $"not an Arrow file: wrong magic, it begins with {Convert.ToHexString(head)} where ARROW1 was expected");
    }
}
