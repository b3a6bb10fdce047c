namespace PolicyGate.RobotClient;

/// <summary>
/// A new folder that only this user can look into (0700), in shared memory where there is some; goes with all that is
/// in it.
/// </summary>
public sealed class ScratchFolder : IDisposable
{
    // Observations are large and short-lived: memory suits them.
    private const string SharedMemory = "/dev/shm";

    /// <param name="prefix">Of its name.</param>
    /// <param name="parent">Null for shared memory, else the temp folder.</param>
    public ScratchFolder(string prefix, string? parent = null)
    {
        parent ??= Directory.Exists(SharedMemory) ? SharedMemory : System.IO.Path.GetTempPath();
        // 122 random bits: nobody else can have made it before, in a folder that all may write to.
        Path = System.IO.Path.Combine(parent, $"{prefix}{Guid.NewGuid():N}");
        Directory.CreateDirectory(
            Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Absolute where its parent is.</summary>
    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

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
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // A process that outlived the one it was for still writes into it, or has taken its rights. What is left
            // lies in memory until the machine starts anew; the failure that brought us here is what matters.
        }
    }
}
