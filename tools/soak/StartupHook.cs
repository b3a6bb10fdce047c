/// <summary>
/// Told to the runtime by <c>DOTNET_STARTUP_HOOKS</c>, which runs it before <c>Main</c>: writes the managed heap's
/// figures into a file, over and over, since nothing in /proc tells them.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime looks for this very name, outside of any namespace.
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    private static Timer? s_timer;

    public static void Initialize()
    {
        // Whatever the process starts is not to write into the same file.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        string path = Environment.GetEnvironmentVariable("POLICYGATE_SOAK_HEAP")!;
        s_timer = new Timer(_ => Write(path), state: null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>Bytes of the heap, bytes ever allocated, collections of the second generation.</summary>
    private static void Write(string path)
    {
        string next = path + ".next";
        File.WriteAllText(
            next, $"{GC.GetTotalMemory(false)} {GC.GetTotalAllocatedBytes()} {GC.CollectionCount(2)}\n");
        // The reader sees all of one line or all of the next.
        File.Move(next, path, overwrite: true);
    }
}
