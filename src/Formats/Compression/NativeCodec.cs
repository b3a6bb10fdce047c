using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Compression;

/// <summary>Looks for a system's library before the first call into it, so that its absence is no exception.</summary>
internal static class NativeCodec
{
    /// <summary>A fault that says where the library was looked for, and which package has it.</summary>
    /// <param name="codec">As Arrow names it.</param>
    /// <param name="library">Its soname.</param>
    /// <param name="package">Debian's package.</param>
    public static FormatFault? Find(string codec, string library, string package)
    {
        try
        {
            // Never freed: it stays for as long as the process does.
            _ = NativeLibrary.Load(library, typeof(NativeCodec).Assembly, searchPath: null);
            return null;
        }
        catch (DllNotFoundException missing)
        {
            return FormatFault.Unsupported(
                $"it is compressed with {codec}, and {library} cannot be loaded: install it (Debian and Ubuntu: "
                + $"apt-get install {package}), or write without compression. {OneLine(missing.Message)}");
        }
    }

    /// <summary>The runtime lists the paths that it tried, a line each.</summary>
    private static string OneLine(string message) => string.Join(
        "; ", message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1));
}
