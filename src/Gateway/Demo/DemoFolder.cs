namespace PolicyGate.Gateway.Demo;

/// <summary>A private folder (0700) for the demo's socket and files; goes with all that is in it.</summary>
internal sealed class DemoFolder : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    public DemoFolder()
    {
        // Observations are large and short-lived: memory suits them, where there is such a folder.
        string parent = Directory.Exists(SharedMemory) ? SharedMemory : System.IO.Path.GetTempPath();
        Path = System.IO.Path.Combine(parent, $"policygate-demo-{Guid.NewGuid():N}");
        Directory.CreateDirectory(
            Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

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
