namespace PolicyGate.RobotClient.OpenArm;

/// <summary>Writes observation files (0600) into a private folder and keeps the newest few.</summary>
internal sealed class ObservationFolder : IDisposable
{
    private readonly ScratchFolder _folder;
    private readonly Queue<string> _files = new();
    private readonly int _keep;
    private long _written;

    public ObservationFolder(string? parent, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keep);
        _keep = keep;
        _folder = new ScratchFolder("policygate-robot-", parent);
    }

    /// <returns>The new file's path.</returns>
    public string Write(ReadOnlySpan<byte> bytes) => Write(bytes, default);

    /// <param name="bytes">The whole file.</param>
    /// <param name="patch">Written over it.</param>
    /// <returns>The new file's path.</returns>
    public string Write(ReadOnlySpan<byte> bytes, in FilePatch patch)
    {
        string path = _folder.PathOf($"{_written++:D6}.arrow");
        using (FileStream file = Create(path))
        {
            file.Write(bytes);
            patch.WriteTo(file.SafeFileHandle);
        }
        _files.Enqueue(path);
        if (_files.Count > _keep)
            File.Delete(_files.Dequeue());
        return path;
    }

    /// <summary>A new file that only this user can read.</summary>
    public static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    public void Dispose() => _folder.Dispose();
}
