using System.Globalization;

namespace PolicyGate.Gateway.Recording;

/// <summary>The folder of one start of the gateway, and the files in it; all of them are their owner's alone.</summary>
internal sealed class RunFolder
{
    private const UnixFileMode OwnerFolder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private RunFolder(string recordings, string path) => (Recordings, Path) = (recordings, path);

    /// <summary>With all runs.</summary>
    public string Recordings { get; }

    public string Path { get; }

    /// <summary>Makes a folder that no other start has.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static RunFolder Create(string recordings, DateTimeOffset begun)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{begun.UtcDateTime:yyyyMMdd-HHmmss}-{Environment.ProcessId}");
        string path = System.IO.Path.Combine(recordings, name);
        for (int other = 2; Directory.Exists(path); other++)
            path = System.IO.Path.Combine(recordings, $"{name}-{other}");
        var folder = new RunFolder(recordings, path);
        folder.Make();
        return folder;
    }

    /// <summary>Makes it again where somebody has removed it.</summary>
    public void Make()
    {
        Directory.CreateDirectory(Recordings, OwnerFolder);
        Directory.CreateDirectory(Path, OwnerFolder);
    }

    /// <summary>
    /// A route's name as a folder's: nothing that leads elsewhere, hides, or means something to a shell.
    /// </summary>
    public static string NameOf(string route)
    {
        string plain = string.Create(Math.Min(route.Length, 100), route, static (into, name) =>
        {
            for (int i = 0; i < into.Length; i++)
                into[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] is '-' or '_' or '.' ? name[i] : '_';
        });
        return plain.Length == 0 || plain[0] == '.' ? $"_{plain}" : plain;
    }

    public string Segment(string routeFolder, int number) => System.IO.Path.Combine(
        Path, routeFolder, number.ToString("000000", CultureInfo.InvariantCulture) + ".arrows");

    /// <summary>Opens a new file for a segment.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public Stream Open(string segment)
    {
        Make();
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(segment)!, OwnerFolder);
        return new FileStream(segment, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            // Whole ticks go to the kernel, so that a killed gateway leaves them.
            BufferSize = 0,
            UnixCreateMode = OwnerFile,
        });
    }
}
