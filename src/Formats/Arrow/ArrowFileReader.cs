using System.Buffers.Binary;
using System.Numerics;

namespace PolicyGate.Formats.Arrow;

/// <summary>
/// Reads Arrow's IPC files and streams, one after the other: what they hold and where; values are read by need.
/// </summary>
/// <remarks>
/// The schema is parsed anew only where its bytes differ from the last file's: a robot's files mostly have the same
/// one, and nothing is allocated for them. Bytes are compared, not the producer: a column's type may change within a
/// session.
/// </remarks>
internal sealed class ArrowFileReader : IDisposable
{
    /// <summary>Footer's length and the closing magic.</summary>
    private const int TrailerBytes = sizeof(int) + 6;

    /// <summary>Opening magic, padding and trailer.</summary>
    private const int SmallestFile = 8 + TrailerBytes;

    private readonly ArrowLimits _limits;
    private readonly ArrowWindow _window = new();
    private readonly ArrowDecompressor _decompressor;
    private readonly ArrowStream _stream;
    private readonly ArrowBlocks _dictionaries = new();
    private readonly ArrowBlocks _batches = new();
    private byte[] _bytes = [];
    private ArrowFooter? _footer;
    private ArrowSchema? _schema;
    private bool _isStream;

    public ArrowFileReader(ArrowLimits limits)
    {
        _limits = limits;
        _decompressor = new ArrowDecompressor(limits.DecompressedBytes);
        _stream = new ArrowStream(limits);
    }

    /// <summary>How a file begins and ends.</summary>
    public static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    /// <summary>How a stream begins, but for those written before Arrow 0.15.</summary>
    public static ReadOnlySpan<byte> StreamMarker => [0xFF, 0xFF, 0xFF, 0xFF];

    /// <summary>The opened file's columns; the same object for as long as schemas are equal.</summary>
    public ArrowSchema Schema => _schema ?? throw new InvalidOperationException("No file is open.");

    /// <summary>The opened file's record batches.</summary>
    public int Batches => _batches.Count;

    /// <summary>Finds the columns and batches. After a fault no batch may be loaded.</summary>
    public FormatFault? Open(IArrowSource source)
    {
        _schema = null;
        _batches.Clear();
        _decompressor.Begin();
        if (source.Length == 0)
            return FormatFault.Malformed("0 bytes: the file is empty");
        if (source.Length < SmallestFile)
            return FormatFault.Malformed($"{source.Length} bytes are too few for an Arrow file");
        _window.Begin(source);
        Span<byte> head = stackalloc byte[8];
        FormatFault? fault = _window.Read(0, head);
        if (fault is null)
        {
            _isStream = !head.StartsWith(Magic);
            fault = _isStream ? OpenStream(head) : OpenFile();
        }
        if (fault is not null)
            _schema = null;
        return fault;
    }

    /// <summary>Reads one batch's metadata; its values are read from it by need.</summary>
    public FormatFault? Load(int index, ArrowBatch into) =>
        into.Load(this, Schema, _window, _decompressor, _batches[index], _limits);

    /// <summary>Finds the dictionary that a batch's indexes mean, and loads it.</summary>
    /// <param name="column">Has one.</param>
    /// <param name="batch">Where the batch lies: in a stream, dictionaries may change from batch to batch.</param>
    /// <param name="into">Its only column is <see cref="ArrowDictionary.Values"/>.</param>
    public FormatFault? LoadDictionary(ArrowField column, ArrowBlock batch, ArrowBatch into)
    {
        int found = -1;
        for (int i = 0; i < _dictionaries.Count; i++)
        {
            if (_isStream && _dictionaries[i].Offset > batch.Offset)
                break;
            if (into.LoadDictionary(_window, _decompressor, _dictionaries[i], _limits) is { } fault)
                return fault;
            if (into.DictionaryId != column.Dictionary!.Id)
                continue;
            if (into.IsDelta)
            {
                return FormatFault.Unsupported(
                    $"the dictionary of column {column.Path} comes in parts (deltas), which are not read: "
                    + "write it whole");
            }
            if (found >= 0 && !_isStream)
            {
                return FormatFault.Malformed(
                    $"column {column.Path} has two dictionaries: it is unclear which is meant");
            }
            found = i;
        }
        if (found < 0)
            return FormatFault.Malformed($"the dictionary of column {column.Path} is not there");
        return into.LoadDictionary(_window, _decompressor, _dictionaries[found], _limits);
    }

    public void Dispose() => _decompressor.Dispose();

    private FormatFault? OpenStream(ReadOnlySpan<byte> head)
    {
        FormatFault? fault = _stream.Open(_window, _dictionaries, _batches, out _schema);
        // Before Arrow 0.15 a stream began with a length, as anything else may.
        return fault is null || head.StartsWith(StreamMarker) || _stream.HasSchema ? fault : FormatFault.Malformed(
            $"not an Arrow file: wrong magic, it begins with {Convert.ToHexString(head)} where ARROW1 was expected");
    }

    private FormatFault? OpenFile()
    {
        long size = _window.Length;
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        if (_window.Read(size - TrailerBytes, trailer) is { } unreadable)
            return unreadable;
        if (!trailer.EndsWith(Magic))
        {
            return FormatFault.Malformed(
                "the closing magic ARROW1 is missing: the file's end is cut off, or it is still being written");
        }
        int length = BinaryPrimitives.ReadInt32LittleEndian(trailer);
        if (length <= 0 || length > size - SmallestFile)
            return FormatFault.Malformed($"the footer's length {length} reaches beyond the file of {size} bytes");
        if (length > _limits.MetadataBytes)
        {
            return FormatFault.LimitExceeded(
                $"the footer has {length} bytes, at most {_limits.MetadataBytes} are read");
        }
        if (_bytes.Length < length)
            _bytes = new byte[BitOperations.RoundUpToPowerOf2((uint)length)];
        Span<byte> bytes = _bytes.AsSpan(0, length);
        long start = size - TrailerBytes - length;
        if (_window.Read(start, bytes) is { } unread)
            return unread;
        if (_footer?.Matches(bytes) != true && ArrowFooter.Parse(bytes, _limits, out _footer) is { } malformed)
            return malformed;
        _schema = _footer!.Schema;
        return _footer.ReadBlocks(bytes, start, _dictionaries, _batches);
    }
}
