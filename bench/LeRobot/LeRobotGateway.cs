using System.Net;
using System.Net.Sockets;

namespace PolicyGate.Bench.LeRobot;

/// <summary>The real <c>policygate serve</c> in a process of its own, on LeRobot's wire.</summary>
internal sealed class LeRobotGateway : IDisposable
{
    /// <param name="executable">Null for the one that this checkout has built.</param>
    /// <param name="case">What it serves.</param>
    /// <param name="cores">Its own, as <c>0,1</c>; null for the bench's.</param>
    public LeRobotGateway(string? executable, LeRobotCase @case, string? cores = null)
    {
        Address = $"127.0.0.1:{FreePort()}";
        Process = new GatewayProcess(
            executable, Checkout.At(@case.Folder), @case.Backend, cores, "--lerobot", Address);
    }

    public string Address { get; }

    public GatewayProcess Process { get; }

    public void Dispose() => Process.Dispose();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
