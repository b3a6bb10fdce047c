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
    public string Write(ReadOnlySpan<byte> bytes)
    {
        string path = _folder.PathOf($"{_written++:D6}.arrow");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(path, options))
            file.Write(bytes);
        _files.Enqueue(path);
        if (_files.Count > _keep)
            File.Delete(_files.Dequeue());
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
