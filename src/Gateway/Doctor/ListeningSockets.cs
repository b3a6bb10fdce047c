using System.Globalization;

namespace PolicyGate.Gateway.Doctor;

/// <summary>
/// The paths that UNIX sockets of this network namespace listen on. Read from the kernel's table: to connect and see
/// would take the only place of a robot's node that waits for one client.
/// </summary>
internal static class ListeningSockets
{
    public const string Table = "/proc/net/unix";

    /// <summary>__SO_ACCEPTCON of the kernel's net.h: a socket that listens.</summary>
    private const uint Listens = 0x10000;

    /// <param name="table">Its lines, the first a heading: <c>Num RefCount Protocol Flags Type St Inode
    /// Path</c>.</param>
    public static HashSet<string> Read(IEnumerable<string> table)
    {
        const int Flags = 3, Path = 7;
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (string line in table.Skip(1))
        {
            // A path may have blanks in it.
            string[] columns = line.Split(' ', Path + 1, StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > Path
                && uint.TryParse(columns[Flags], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint flags)
                && (flags & Listens) != 0)
            {
                paths.Add(columns[Path]);
            }
        }
        return paths;
    }
}
