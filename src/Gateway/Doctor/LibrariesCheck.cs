using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Doctor;

/// <summary>The system's libraries that only some observations need.</summary>
internal static class LibrariesCheck
{
    private static readonly (string Library, string For, string Package)[] Libraries =
    [
        ("liblz4.so.1", "observations compressed with LZ4", "liblz4-1"),
        ("libzstd.so.1", "observations compressed with ZSTD", "libzstd1"),
    ];

    public static void Run(Diagnosis diagnosis)
    {
        foreach ((string library, string use, string package) in Libraries)
            Check(library, use, package, diagnosis);
    }

    public static void Check(string library, string use, string package, Diagnosis diagnosis)
    {
        if (NativeLibrary.TryLoad(library, out nint handle))
        {
            NativeLibrary.Free(handle);
            diagnosis.Good(library, $"found, for {use}");
        }
        else
        {
            diagnosis.Tell(
                library, $"not found; only {use} need it, and the stock nodes write none",
                $"sudo apt-get install -y {package}");
        }
    }
}
