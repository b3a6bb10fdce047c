using PolicyGate.Formats;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Recording;

/// <summary>A recording: the folder that was recorded into, with all its runs, or one run's in it.</summary>
internal sealed class RecordingInput : ITickInput
{
    private readonly List<string> _unopened;

    private RecordingInput(string name, IReadOnlyList<RecordingRun> runs, List<string> unopened) =>
        (Name, Runs, _unopened) = (name, runs, unopened);

    public string Name { get; }

    /// <summary>At least one, the oldest first. Each has its own manifest, by which it is to be played.</summary>
    public IReadOnlyList<RecordingRun> Runs { get; }

    public IReadOnlyList<string> Unreadable => [.. _unopened, .. Runs.SelectMany(run => run.Unreadable)];

    /// <summary>Of the newest run.</summary>
    public RecordingManifest? Manifest => Runs[^1].Manifest;

    /// <summary>Whether a folder is a recording, whole or not.</summary>
    public static bool Fits(string folder) =>
        IsRun(folder) || (Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Any(IsRun));

    /// <summary>Finds the runs; those that cannot be read are among <see cref="Unreadable"/>.</summary>
    /// <param name="path">Relative to the current folder, or absolute.</param>
    /// <param name="limits">Of what is read.</param>
    /// <param name="input">Null where an error is returned.</param>
    /// <returns>Why there is no run that can be read.</returns>
    public static GatewayError? Open(string path, LimitsOptions limits, out RecordingInput? input)
    {
        input = null;
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            return OpenFolder(folder, limits, out input);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new GatewayError(ErrorCode.InvalidArgument, $"{folder} cannot be read: {failure.Message}");
        }
    }

    public IEnumerable<RecordedTick> Read() => Runs.SelectMany(run => run.Read());

    private static GatewayError? OpenFolder(string folder, LimitsOptions limits, out RecordingInput? input)
    {
        input = null;
        if (File.Exists(folder))
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                $"{folder} is a file; name the folder that was recorded into, or one run's in it (docs/recording.md)");
        }
        if (!Directory.Exists(folder))
            return new GatewayError(ErrorCode.NotFound, $"there is no folder {folder}");
        if (IsRun(folder) || HasSegments(folder))
        {
            if (RecordingRun.Open(folder, limits, prefix: "", out RecordingRun? only) is { } unusable)
                return unusable;
            input = new RecordingInput(folder, [only!], []);
            return null;
        }
        string[] found =
        [
            .. Directory.EnumerateDirectories(folder).Where(run => IsRun(run) || HasSegments(run))
                .Order(StringComparer.Ordinal),
        ];
        var runs = new List<RecordingRun>();
        var unopened = new List<GatewayError>();
        foreach (string run in found)
        {
            // Robots have the same names in each run.
            string prefix = found.Length > 1 ? $"{Path.GetFileName(run)}/" : "";
            if (RecordingRun.Open(run, limits, prefix, out RecordingRun? opened) is { } error)
                unopened.Add(error);
            else
                runs.Add(opened!);
        }
        if (runs.Count > 0)
        {
            input = new RecordingInput(folder, runs, [.. unopened.Select(error => Printable.Text(error.Message))]);
            return null;
        }
        return unopened.Count > 0 ? unopened[0] : new GatewayError(ErrorCode.NotFound,
            $"{folder} holds no recording: neither {RecordingManifest.FileName} nor folders that have one"
            + " (docs/recording.md)");
    }

    private static bool IsRun(string folder) => File.Exists(Path.Combine(folder, RecordingManifest.FileName));

    /// <summary>A run without its manifest. One that has its own may hold a robot's actions beside it.</summary>
    private static bool HasSegments(string folder) => Directory.EnumerateDirectories(folder)
        .Where(route => !IsRun(route))
        .Any(route => Directory.EnumerateFileSystemEntries(route, RecordingRun.SegmentPattern).Any());
}
