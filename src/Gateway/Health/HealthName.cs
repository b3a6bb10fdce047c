using System.Globalization;
using System.Net.Sockets;

namespace PolicyGate.Gateway.Health;

/// <summary>
/// Where a gateway tells how it is: an abstract UNIX socket, which needs no folder that can be written.
/// </summary>
/// <remarks>
/// Known to all of its network namespace. Containers that share the host's each have a process 1, hence the namespace
/// of its number in the name.
/// </remarks>
internal static class HealthName
{
    private const string Table = "/proc/net/unix";

    // As the kernel writes a name's leading zero byte there.
    private const char Abstract = '@';

    private static readonly string Prefix = $"policygate/{Namespace()}/";

    public static UnixDomainSocketEndPoint Of(int process) =>
        new($"\0{Prefix}{process.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The processes that have such a socket, as far as this one can see them.</summary>
    public static IReadOnlyList<int> Processes()
    {
        var processes = new SortedSet<int>();
        if (!File.Exists(Table))
            return [];
        // Num RefCount Protocol Flags Type St Inode Path
        foreach (string line in File.ReadLines(Table))
        {
            int name = line.IndexOf(Abstract + Prefix, StringComparison.Ordinal);
            if (name > 0 && int.TryParse(line.AsSpan(name + 1 + Prefix.Length), out int process))
                processes.Add(process);
        }
        return [.. processes];
    }

    // pid:[4026531836]
    private static string Namespace() =>
        new FileInfo("/proc/self/ns/pid").LinkTarget?.Trim('p', 'i', 'd', ':', '[', ']') ?? "0";
}
