namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>Observation files that are written once and shown in turn, in a private folder.</summary>
internal sealed class ReusedFiles : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-robot-");
    private readonly (string Path, FileStream File)[] _files;

    public ReusedFiles(IEnumerable<DriveFrame> frames) =>
        _files = [.. frames.Select((frame, index) => Create(frame, _folder.PathOf($"{index:D6}.arrow")))];

    /// <summary>How many take turns.</summary>
    public int Count => _files.Length;

    /// <returns>The file's path, with the patch written into it.</returns>
    public string Show(int index, in FilePatch patch)
    {
        (string path, FileStream file) = _files[index];
        patch.WriteTo(file.SafeFileHandle);
        return path;
    }

    public void Dispose()
    {
        foreach ((_, FileStream file) in _files)
            file.Dispose();
        _folder.Dispose();
    }

    private static (string, FileStream) Create(DriveFrame frame, string path)
    {
        FileStream file = ObservationFolder.Create(path);
        file.Write(frame.File.Span);
        return (path, file);
    }
}
