using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Recording;

/// <summary>
/// Removes the oldest segments, of whatever run, where all recordings together are too large or too old.
/// </summary>
internal sealed class OldSegments(RunFolder folder, LimitsOptions limits, TimeProvider time, ILogger logger)
{
    /// <param name="open">Segments that are being written.</param>
    /// <param name="room">Bytes that are about to be written.</param>
    public void Remove(IReadOnlyCollection<string> open, long room)
    {
        try
        {
            FileInfo[] segments = [.. Find().OrderBy(segment => segment.LastWriteTimeUtc)];
            long bytes = segments.Sum(segment => segment.Length) + room;
            DateTime oldest = time.GetUtcNow().UtcDateTime - limits.RecordingAge;
            foreach (FileInfo segment in segments.Where(segment => !open.Contains(segment.FullName)))
            {
                bool old = segment.LastWriteTimeUtc < oldest;
                if (!old && bytes <= limits.RecordingBytes)
                    return;
                bytes -= segment.Length;
                Remove(segment, old ? "it is older than Limits:RecordingAge" : "they reach Limits:RecordingBytes");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(logger, folder.Recordings, failure.Message);
        }
    }

    /// <summary>In folders that have a manifest alone: what else lies there is not ours.</summary>
    private IEnumerable<FileInfo> Find() => Directory.EnumerateDirectories(folder.Recordings)
        .Where(run => File.Exists(Path.Combine(run, RecordingManifest.FileName)))
        .SelectMany(Directory.EnumerateDirectories)
        .SelectMany(route => Directory.EnumerateFiles(route, RecordingRun.SegmentPattern))
        .Select(segment => new FileInfo(segment))
        .Where(segment => segment.LinkTarget is null);

    private void Remove(FileInfo segment, string reason)
    {
        try
        {
            segment.Delete();
            Log.Removed(logger, segment.FullName, reason);
            RemoveEmpty(segment.Directory!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(logger, segment.FullName, failure.Message);
        }
    }

    /// <summary>A run's last segment takes its manifest and its actions with it, unless the run goes on.</summary>
    private void RemoveEmpty(DirectoryInfo route)
    {
        DirectoryInfo run = route.Parent!;
        if (run.FullName == folder.Path || route.EnumerateFileSystemInfos().Any())
            return;
        route.Delete();
        if (run.EnumerateDirectories().Any())
            return;
        File.Delete(Path.Combine(run.FullName, RecordingManifest.FileName));
        File.Delete(Path.Combine(run.FullName, RecordingManifest.ActionsFileName));
        if (!run.EnumerateFileSystemInfos().Any())
            run.Delete();
    }
}
