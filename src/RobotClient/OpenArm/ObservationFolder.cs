namespace PolicyGate.RobotClient.OpenArm;

/// <summary>A private folder (0700) of observation files (0600); keeps the newest few, goes with all at the
/// end.</summary>
internal sealed class ObservationFolder : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    private readonly Queue<string> _files = new();
    private readonly int _keep;
    private long _written;

    public ObservationFolder(string? parent, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keep);
        _keep = keep;
        parent ??= Directory.Exists(SharedMemory) ? SharedMemory : System.IO.Path.GetTempPath();
        // 122 random bits: nobody else can have made it before, in a folder that all may write to.
        Path = System.IO.Path.Combine(parent, $"policygate-robot-{Guid.NewGuid():N}");
        Directory.CreateDirectory(
            Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    /// <returns>The new file's absolute path.</returns>
    public string Write(ReadOnlySpan<byte> bytes)
    {
        string path = System.IO.Path.Combine(Path, $"{_written++:D6}.arrow");
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

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody cleaned up before us.
        }
    }
}
