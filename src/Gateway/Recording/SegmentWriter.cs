using System.Text;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Recording;

/// <summary>Writes a route's ticks into segments. Used by the recorder's thread.</summary>
/// <param name="route">Whose.</param>
/// <param name="open">Makes a segment's file.</param>
/// <param name="time">What moments and timings are measured with.</param>
internal sealed class SegmentWriter(RouteRecorder route, Func<string, Stream> open, TimeProvider time)
{
    private static readonly byte[][] Wires = Words<RecordedWire>(RecordingWords.Of);
    private static readonly byte[][] Outcomes = Words<TickOutcome>(RecordingWords.Of);

    private static readonly Dictionary<TickReason, byte[]> Reasons = Enum.GetValues<TickReason>()
        .ToDictionary(reason => reason, reason => Encoding.UTF8.GetBytes(reason.ToString()));

    private readonly ArrowStreamWriter _arrow =
        new(RecordingColumns.Of(route.RawValues), RecordingColumns.MetadataOf(route.Width));

    private readonly long _nanosecondsPerTick = 1_000_000_000 / time.TimestampFrequency;
    private byte[] _error = [];
    private Stream? _stream;
    private int _number;
    private bool _empty;

    /// <summary>The segment that is being written; null where none is.</summary>
    public string? Path { get; private set; }

    public long Length { get; private set; }

    /// <summary>Begins a segment.</summary>
    /// <param name="folder">Of the run.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Begin(RunFolder folder)
    {
        string path = folder.Segment(route.Folder, ++_number);
        (_stream, Path, _empty) = (open(path), path, true);
        _arrow.Begin(_stream);
        Length = _stream.Position;
    }

    /// <summary>Writes a tick behind the others.</summary>
    /// <param name="tick">Of this route.</param>
    /// <param name="file">Its observation where that is a file.</param>
    /// <returns>Why its observation could not be copied; the segment is as it was.</returns>
    /// <exception cref="IOException">It cannot be written; the segment is to be given up.</exception>
    public FormatFault? Write(TickRecord tick, IArrowSource? file)
    {
        Fill(tick);
        FillMemory(tick, file);
        if (_arrow.Write(_stream!) is { } fault)
        {
            _stream!.SetLength(Length);
            _stream.Position = Length;
            return fault;
        }
        (Length, _empty) = (_stream!.Position, false);
        return null;
    }

    /// <summary>Ends the segment; a file without a tick is removed.</summary>
    /// <param name="broken">The disk has failed: nothing more is written.</param>
    public void End(bool broken = false)
    {
        if (_stream is not { } stream)
            return;
        try
        {
            // What is behind the last whole tick is a part of one.
            if (stream.Length != Length)
                stream.SetLength(Length);
            stream.Position = Length;
            if (!_empty && !broken)
                ArrowStreamWriter.End(stream);
        }
        catch (IOException)
        {
            // Whoever reads it passes over what is cut.
        }
        Close(stream);
        (_stream, Path, Length) = (null, null, 0);
    }

    private void Close(Stream stream)
    {
        try
        {
            stream.Dispose();
            if (_empty)
                File.Delete(Path!);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Nothing of it is wanted any more.
        }
    }

    private static byte[][] Words<T>(Func<T, string> word)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => Encoding.UTF8.GetBytes(word(value)))];

    private void Fill(TickRecord tick)
    {
        RecordedSession session = tick.Session!;
        Text(RecordingColumns.Session, session.Name);
        Number(RecordingColumns.Tick, tick.Tick);
        Text(RecordingColumns.Route, route.NameBytes);
        Number(RecordingColumns.WallClock, Wall(tick.Asked));
        Text(RecordingColumns.Wire, Wires[(int)session.Wire]);
        Number(RecordingColumns.BeginsEpisode, tick.BeginsEpisode ? 1 : 0);
        Number(RecordingColumns.Run, tick.Run);
        Number(RecordingColumns.Interval, tick.IntervalNanoseconds);
        Text(RecordingColumns.Outcome, Outcomes[(int)tick.Outcome]);
        Text(RecordingColumns.Reason, tick.Reason is TickReason.None ? null : Reasons[tick.Reason]);
        FillError(tick.Error);
        Number(RecordingColumns.LateRows, tick.LateRows);
        Number(RecordingColumns.LimitedRows, tick.LimitedRows);
        Number(RecordingColumns.Asked, tick.Asked.Timestamp * _nanosecondsPerTick);
        Number(RecordingColumns.Ran, tick.Ran.Timestamp * _nanosecondsPerTick);
        Number(RecordingColumns.RanWallClock, Wall(tick.Ran));
        for (int i = 0; i < tick.Timings.Length; i++)
            Number(RecordingColumns.FirstTiming + i, tick.Timings[i] * _nanosecondsPerTick);
    }

    private void FillMemory(TickRecord tick, IArrowSource? file)
    {
        ReadOnlyMemory<byte> memory = tick.Memory;
        Part(RecordingColumns.Request, tick.RequestBytes, ref memory);
        Part(RecordingColumns.Observation, tick.ObservationBytes, ref memory);
        if (file is not null)
            _arrow.Set(RecordingColumns.Observation, new ArrowCell(IsNull: false, Source: file));
        Part(RecordingColumns.Reply, tick.ReplyBytes, ref memory);
        Part(RecordingColumns.Raw, tick.RawBytes, ref memory);
        Part(RecordingColumns.Chunk, tick.ChunkBytes, ref memory);
    }

    private void Part(int column, int bytes, ref ReadOnlyMemory<byte> memory)
    {
        bool none = bytes == TickRecord.None;
        _arrow.Set(column, none ? new ArrowCell(IsNull: true) : new ArrowCell(IsNull: false, Bytes: memory[..bytes]));
        memory = none ? memory : memory[bytes..];
    }

    private void FillError(string? error)
    {
        if (error is null)
        {
            Text(RecordingColumns.Error, null);
            return;
        }
        int most = Encoding.UTF8.GetMaxByteCount(error.Length);
        if (_error.Length < most)
            _error = new byte[most];
        int length = Encoding.UTF8.GetBytes(error, _error);
        _arrow.Set(RecordingColumns.Error, new ArrowCell(IsNull: false, Bytes: _error.AsMemory(0, length)));
    }

    private void Number(int column, long? value) =>
        _arrow.Set(column, value is { } number ? new ArrowCell(IsNull: false, number) : new ArrowCell(IsNull: true));

    private void Text(int column, byte[]? utf8) =>
        _arrow.Set(column, new ArrowCell(IsNull: utf8 is null, Bytes: utf8));

    private static long Wall(TickInstant moment) =>
        (moment.Utc - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
