using System.Globalization;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Recording;

/// <summary>Reads one segment after the other, tick by tick; nothing in them is trusted.</summary>
internal sealed class SegmentReader : IDisposable
{
    // For what a tick has beside its observation: two lines of a megabyte at most, and its chunks.
    private const long BesideObservation = 64 << 20;

    private readonly ArrowLimits _limits;
    private readonly long _mostBytes;
    private readonly SegmentSource _source = new();
    private readonly ArrowDecompressor _decompressor = new(maximumBytes: 0);
    private readonly ArrowStream _stream;
    private readonly ArrowBatch _batch = new();
    private SegmentRow? _row;
    private ArrowSchema? _schema;
    private long _begin;
    private long _at;
    private int _next;
    private bool _ended = true;

    public SegmentReader(LimitsOptions limits)
    {
        _limits = ArrowObservationReader.LimitsOf(limits);
        _mostBytes = Math.Min(limits.ObservationBytes + BesideObservation, Array.MaxLength);
        _stream = new ArrowStream(_limits);
    }

    /// <summary>Finds the columns; after a fault there are no ticks.</summary>
    public FormatFault? Open(string path)
    {
        (_ended, _next) = (true, 0);
        _batch.Clear();
        if (_source.Open(path) is { } unopened)
            return unopened;
        if (_stream.Begin(_source, out _schema, out _at) is { } noSchema)
        {
            return _source.Length > 0
                ? noSchema
                : FormatFault.Malformed("it is empty: its gateway ended before a tick");
        }
        if (CheckFormat(_schema!) is { } newer)
            return newer;
        if (SegmentRow.Create(_schema!, _source, out _row) is { } unsuited)
            return unsuited;
        _ended = false;
        return null;
    }

    /// <summary>The next tick.</summary>
    /// <param name="tick">Null at the end, and where a fault is returned.</param>
    /// <returns>Why a tick cannot be read; the next may be.</returns>
    public FormatFault? Next(out RecordedTick? tick)
    {
        tick = null;
        while (!_ended && _next >= _batch.Rows)
        {
            if (LoadBatch() is { } fault)
                return fault;
        }
        if (_ended || _row!.Read(_batch, _next++, out tick) is not { } unreadable)
            return null;
        return Named(_begin, unreadable);
    }

    public void Dispose()
    {
        _source.Dispose();
        _decompressor.Dispose();
    }

    private FormatFault? LoadBatch()
    {
        _next = 0;
        _batch.Clear();
        _begin = _at;
        long begin = _begin;
        if (_stream.Next(_source, begin, out ArrowBlock? found, out ArrowMessage.Header header) is { } fault)
        {
            _ended = true;
            return !_stream.IsCutOff ? fault : FormatFault.Malformed(
                $"its end is cut off: the last {_source.Length - begin} bytes are no whole tick");
        }
        if (found is not { } block)
        {
            _ended = true;
            return null;
        }
        _at = block.BodyOffset + block.BodyBytes;
        if (header.Kind is not ArrowMessageHeader.RecordBatch)
            return FormatFault.Malformed($"at byte {begin} stands something that is no tick");
        if (_at - begin > _mostBytes)
        {
            return FormatFault.LimitExceeded(
                $"the tick at byte {begin} has {_at - begin} bytes, at most {_mostBytes} are read"
                + " (Limits:ObservationBytes)");
        }
        FormatFault? unread = _source.Load(begin, (int)(_at - begin))
            ?? _batch.Load(file: null, _schema!, _source, _decompressor, block, _limits);
        if (unread is null)
            return null;
        _batch.Clear();
        return Named(begin, unread);
    }

    private static FormatFault Named(long begin, FormatFault fault) =>
        fault with { Message = $"the tick at byte {begin}: {fault.Message}" };

    private static FormatFault? CheckFormat(ArrowSchema schema)
    {
        if (!schema.Metadata.TryGetValue(RecordingColumns.FormatKey, out string? text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int format) || format < 1)
        {
            return FormatFault.Malformed(
                $"it is no segment of a recording: its schema does not say {RecordingColumns.FormatKey}");
        }
        return format <= RecordingManifest.Current
            ? null
            : FormatFault.Unsupported(RecordingErrors.Newer("it", format).Message);
    }
}
