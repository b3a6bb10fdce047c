using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Recording;

/// <summary>Turns a row of a segment into a tick; its memory is kept from tick to tick.</summary>
internal sealed class SegmentRow
{
    // A robot's name, a route's, or a word.
    private const int NameBytes = 4096;

    private readonly ArrowField[] _columns;
    private readonly SegmentSource _source;
    private readonly int _width;
    private readonly long[] _timings = new long[TimingColumns.Names.Count];
    private float[] _raw = [];
    private float[] _chunk = [];
    private ArrowBatch? _batch;
    private int _row;
    private FormatFault? _fault;

    private SegmentRow(ArrowField[] columns, SegmentSource source, int width) =>
        (_columns, _source, _width) = (columns, source, width);

    /// <summary>Checks that the segment has all columns and that they are of their types; others are passed over.
    /// </summary>
    public static FormatFault? Create(ArrowSchema schema, SegmentSource source, out SegmentRow? row)
    {
        row = null;
        if (!schema.Metadata.TryGetValue(RecordingColumns.WidthKey, out string? text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int width) || width < 1)
        {
            return FormatFault.Malformed($"its schema does not say {RecordingColumns.WidthKey}, the values of a row");
        }
        IReadOnlyList<ArrowColumnType> expected = RecordingColumns.Of(rawValues: 0);
        var columns = new ArrowField[expected.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            if (schema.Find(expected[i].Name, out ArrowField? column) is { } twice)
                return twice;
            if (column is null)
                return FormatFault.Malformed($"the column {expected[i].Name} is missing");
            if (!IsOf(column, expected[i]))
            {
                return FormatFault.Malformed(
                    $"the column {column.Name} is of type {column.TypeName}, expected {expected[i].Type}");
            }
            columns[i] = column;
        }
        row = new SegmentRow(columns, source, width);
        return null;
    }

    /// <param name="batch">Of the segment; its bytes are in the source's memory.</param>
    /// <param name="row">Of the batch.</param>
    /// <param name="tick">Good until the next; null where a fault is returned.</param>
    public FormatFault? Read(ArrowBatch batch, int row, out RecordedTick? tick)
    {
        (_batch, _row, _fault) = (batch, row, null);
        tick = null;
        for (int i = 0; i < _timings.Length; i++)
            _timings[i] = Number(RecordingColumns.FirstTiming + i);
        ReadOnlyMemory<float> raw = Floats(RecordingColumns.Raw, ref _raw);
        ReadOnlyMemory<float> chunk = Floats(RecordingColumns.Chunk, ref _chunk);
        var made = new RecordedTick
        {
            Session = Named(RecordingColumns.Session),
            Tick = Count(RecordingColumns.Tick),
            Route = Named(RecordingColumns.Route),
            Wire = Word<RecordedWire>(RecordingColumns.Wire, RecordingWords.TryRead) ?? default,
            Request = Bytes(RecordingColumns.Request),
            Observation = Bytes(RecordingColumns.Observation),
            Reply = Bytes(RecordingColumns.Reply),
            BeginsEpisode = Number(RecordingColumns.BeginsEpisode) != 0,
            Run = NumberOrNull(RecordingColumns.Run),
            Raw = raw,
            Chunk = chunk,
            Width = _width,
            IntervalNanoseconds = NumberOrNull(RecordingColumns.Interval) ?? 0,
            Outcome = Word<TickOutcome>(RecordingColumns.Outcome, RecordingWords.TryRead),
            Reason = Word<TickReason>(RecordingColumns.Reason, RecordingWords.TryRead) ?? TickReason.None,
            Error = Text(RecordingColumns.Error, int.MaxValue),
            LateRows = (int)Count(RecordingColumns.LateRows),
            LimitedRows = (int)Count(RecordingColumns.LimitedRows),
            Clock = new RecordedClock(
                Number(RecordingColumns.Asked), Number(RecordingColumns.WallClock), Number(RecordingColumns.Ran),
                Number(RecordingColumns.RanWallClock)),
            TimingsNanoseconds = _timings,
        };
        if (made.Run < 0 || made.IntervalNanoseconds < 0)
            Wrong("run or interval_ns is negative");
        if (made.Outcome is null)
            Wrong("it has no outcome");
        tick = _fault is null ? made : null;
        return _fault;
    }

    private static bool IsOf(ArrowField column, ArrowColumnType expected)
    {
        bool same = column.Dictionary is null && column.Type.Id == expected.Type.Id;
        return expected.Element is { } element
            ? same && column.Element is { } item && item.Is(element)
            : same && column.Type == expected.Type;
    }

    private long Number(int column)
    {
        if (NumberOrNull(column) is { } number)
            return number;
        Wrong($"{_columns[column].Name} is null");
        return 0;
    }

    private long Count(int column)
    {
        long count = Number(column);
        if (count < 0)
            Wrong($"{_columns[column].Name} is {count}, expected 0 or more");
        return count;
    }

    private long? NumberOrNull(int column)
    {
        long? number = null;
        _fault ??= _batch!.ReadNumber(_columns[column], _row, out number);
        return number;
    }

    private T? Word<T>(int column, WordReader<T> read)
        where T : struct
    {
        if (Text(column) is not { } word)
            return null;
        if (read(word, out T value))
            return value;
        Wrong($"{_columns[column].Name} is '{word}', which is unknown here");
        return null;
    }

    private string Named(int column)
    {
        string? name = Text(column);
        if (name is null)
            Wrong($"{_columns[column].Name} is null");
        return name ?? "";
    }

    private string? Text(int column, int mostBytes = NameBytes)
    {
        ArrowValues values = Find(column);
        if (values.IsNull || _fault is not null)
            return null;
        ReadOnlySpan<byte> utf8 = Bytes(values).Span;
        if (utf8.Length <= mostBytes && Utf8.IsValid(utf8))
            return Encoding.UTF8.GetString(utf8);
        Wrong($"{_columns[column].Name} is no text of at most {mostBytes} bytes");
        return null;
    }

    private ReadOnlyMemory<byte> Bytes(int column)
    {
        ArrowValues values = Find(column);
        return values.IsNull || _fault is not null ? default : Bytes(values);
    }

    private ReadOnlyMemory<float> Floats(int column, ref float[] memory)
    {
        ArrowValues values = Find(column);
        if (values.IsNull || _fault is not null)
            return default;
        if (values.Count % _width != 0)
            Wrong($"{_columns[column].Name} has {values.Count} values, which are no rows of {_width}");
        if (memory.Length < values.Count)
            memory = new float[values.Count];
        MemoryMarshal.Cast<byte, float>(Bytes(values).Span).CopyTo(memory);
        return memory.AsMemory(0, values.Count);
    }

    private ArrowValues Find(int column)
    {
        var values = new ArrowValues(_columns[column], IsNull: true);
        _fault ??= _batch!.Find(_columns[column], _row, out values);
        if (_fault is null && !values.IsNull && ArrowBatch.Locate(values) < 0)
            _fault = FormatFault.Unsupported("it is compressed, as no recording is");
        return values;
    }

    private ReadOnlyMemory<byte> Bytes(in ArrowValues values) =>
        _source.Slice(ArrowBatch.Locate(values), (int)values.Bytes);

    private void Wrong(string message) => _fault ??= FormatFault.Malformed(message);

    private delegate bool WordReader<T>(string word, out T value);
}
