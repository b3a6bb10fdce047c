using System.Runtime.InteropServices;
using System.Text;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Observations;

/// <summary>The folders under which observation files may lie; links in their own paths are resolved.</summary>
internal sealed class ObservationRoots
{
    private readonly byte[][] _prefixes;

    public ObservationRoots(IReadOnlyList<string> folders)
    {
        Folders = folders;
        _prefixes = [.. folders.Select(Prefix)];
    }

    /// <summary>As configured.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <param name="path">As the kernel has it: absolute, no links, no dots.</param>
    public bool Contain(ReadOnlySpan<byte> path)
    {
        foreach (byte[] prefix in _prefixes)
        {
            if (path.StartsWith(prefix))
                return true;
        }
        return false;
    }

    /// <summary>
    /// The folder's real path with a closing slash, so that <c>/tmp</c> does not admit <c>/tmpfiles</c>.
    /// </summary>
    private static byte[] Prefix(string folder)
    {
        string full = Path.GetFullPath(folder);
        return Encoding.UTF8.GetBytes((RealPath(full) ?? full).TrimEnd('/') + '/');
    }

    /// <summary>Null where the folder is not there (yet).</summary>
    private static unsafe string? RealPath(string folder)
    {
        byte* real = stackalloc byte[LibC.PathMax];
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + '\0'))
            return LibC.RealPath(path, real) is null ? null : Marshal.PtrToStringUTF8((nint)real);
    }
}
