using System.Net;
using System.Net.Sockets;

namespace PolicyGate.Tests.Fixtures;

/// <summary>Ports for servers that come later, or come back.</summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const string Range = "/proc/sys/net/ipv4/ip_local_port_range";

    // What the system hands out by itself begins here: another test may get it meanwhile, and a client that tries again
    // and again may be given the very port that it calls, and then talks to itself.
    private static readonly int End =
        File.Exists(Range) ? int.Parse(File.ReadAllText(Range).Split('\t', ' ')[0]) : 32_768;

    private static readonly HashSet<int> Taken = [];

    /// <returns>One that nobody listens at, and that no other test of this process gets.</returns>
    public static int Take()
    {
        lock (Taken)
        {
            while (true)
            {
                int port = Random.Shared.Next(First, End);
                if (Taken.Add(port) && IsFree(port))
                    return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
