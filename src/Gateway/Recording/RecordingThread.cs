using Microsoft.Extensions.Logging;
using PolicyGate.Formats;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Recording;

/// <summary>Takes ticks from the queue and writes them.</summary>
internal sealed class RecordingThread : IDisposable
{
    // How soon a full disk is tried again, and a folder that was removed is noticed.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // How long there may be nothing to do before it looks around.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    // Of all recordings, one segment takes a quarter at most: else there would be nothing to remove but itself.
    private const int SegmentsAtLeast = 4;

    private readonly RunFolder _folder;
    private readonly RecordQueue _queue;
    private readonly ManifestWriter _manifest;
    private readonly LostTicks _lost;
    private readonly RecordingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<string, Stream> _open;
    private readonly OldSegments _old;
    private readonly long _segmentBytes;
    private readonly ObservationCopy _copy;
    private readonly List<SegmentWriter> _writers = [];
    private readonly Thread _thread;
    private long _written;
    private long _failed;
    private long _lostBefore;
    private long _looked;
    private bool _broken;

    public RecordingThread(
        RunFolder folder, RecordQueue queue, ManifestWriter manifest, LostTicks lost, RecordingMetrics metrics,
        LimitsOptions limits, TimeProvider time, ILogger logger, Func<string, Stream> open)
    {
        (_folder, _queue, _manifest, _lost, _metrics) = (folder, queue, manifest, lost, metrics);
        (_time, _logger, _open) = (time, logger, open);
        _old = new OldSegments(folder, limits, time, logger);
        _segmentBytes = Math.Min(limits.RecordingSegmentBytes, limits.RecordingBytes / SegmentsAtLeast);
        _copy = new ObservationCopy(time);
        _looked = time.GetTimestamp();
        _thread = new Thread(Run) { Name = "recorder", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ticks.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <returns>Whether all is written by then.</returns>
    public bool Join(TimeSpan limit) => _thread.Join(limit);

    /// <summary>Once it has ended.</summary>
    public void Dispose() => _copy.Dispose();

    private void Run()
    {
        do
        {
            while (_queue.Take() is { } record)
                Record(record);
        }
        while (KeepManifest() || _queue.Wait(Idle));
        // A policy of gigabytes is not what a shutdown waits for.
        long stopped = _time.GetTimestamp();
        while (_time.GetElapsedTime(stopped) < Pause && KeepManifest(stopping: true))
        {
        }
        foreach (SegmentWriter writer in _writers)
            writer.End();
    }

    /// <returns>Whether there is more to do.</returns>
    private bool KeepManifest(bool stopping = false)
    {
        if (_queue.IsStopped && !stopping)
            return false;
        try
        {
            _manifest.TakeNew();
            return _manifest.Step();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Break(failure.Message);
            return false;
        }
    }

    private void Record(TickRecord record)
    {
        long bytes = record.Bytes;
        RouteRecorder route = record.Session!.Route;
        if (record.File is { } file)
            _copy.Begin(file);
        try
        {
            if (_broken && _time.GetElapsedTime(_failed) < Pause)
                _lost.Add(route.Name, LostTick.NotWritten);
            else
                Write(record, route);
        }
#pragma warning disable CA1031 // A disk's failure or a bug of ours costs recordings, never the gateway.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _lost.Add(route.Name, LostTick.NotWritten);
            route.Writer?.End(broken: true);
            Break(failure.Message);
        }
        _copy.End();
        _queue.Return(record, bytes);
    }

    private void Write(TickRecord record, RouteRecorder route)
    {
        _manifest.TakeNew();
        SegmentWriter writer = Prepare(route);
        FormatFault? unread = writer.Write(record, record.File is null ? null : _copy);
        if (unread is not null)
        {
            _lost.Add(route.Name, LostTick.FileChanged, unread.Message);
            return;
        }
        Interlocked.Increment(ref _written);
        _metrics.Written(route.Name, record.Bytes);
        if (!_broken)
            return;
        _broken = false;
        Log.WrittenAgain(_logger, _lost.All - _lostBefore);
    }

    private SegmentWriter Prepare(RouteRecorder route)
    {
        if (route.Writer is not { } writer)
        {
            route.Writer = writer = new SegmentWriter(route, _open, _time);
            _writers.Add(writer);
        }
        LookForFolder();
        if (writer.Path is not null && writer.Length < _segmentBytes)
            return writer;
        writer.End();
        _old.Remove([.. _writers.Select(other => other.Path).OfType<string>()], _segmentBytes);
        _folder.Make();
        if (!File.Exists(Path.Combine(_folder.Path, RecordingManifest.FileName)))
            _manifest.Write();
        writer.Begin(_folder);
        return writer;
    }

    /// <summary>A file that somebody has removed takes ticks as well as any other, for nobody.</summary>
    private void LookForFolder()
    {
        if (_time.GetElapsedTime(_looked) < Pause)
            return;
        _looked = _time.GetTimestamp();
        foreach (SegmentWriter writer in _writers)
        {
            if (writer.Path is not { } path || File.Exists(path))
                continue;
            writer.End(broken: true);
            throw new IOException($"{path} was removed");
        }
    }

    private void Break(string reason)
    {
        _failed = _time.GetTimestamp();
        if (_broken)
            return;
        (_broken, _lostBefore) = (true, _lost.All - 1);
        Log.NotWritten(_logger, reason);
    }
}
