using System.Net;
using PolicyGate.Gateway.Limits;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>A server with a bad peer, and a good one that must be served all along.</summary>
internal sealed class Siege : IAsyncDisposable
{
    private static readonly byte[] Hello = "hello"u8.ToArray();

    // What the test process needs by itself, with all that runs beside; a flood that is kept goes beyond in a second.
    private const long MemoryBytes = 512L << 20;

    private readonly ProbeServer _server;
    private readonly GrpcClient _robot;
    private readonly long _memory = GC.GetTotalMemory(forceFullCollection: false);

    private Siege(ProbeServer server) => (_server, _robot) = (server, server.Connect());

    public ProbeService Probe => _server.Probe;

    public LimitsOptions Limits => _server.Limits;

    public IPEndPoint EndPoint => _server.EndPoint;

    /// <summary>Calls of the good peer so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Whether the bad one's connection has ended.</summary>
    public bool PeerEnded => Probe.Disconnected > 0;

    public static async Task<Siege> Start(LimitsOptions? limits = null)
    {
        var siege = new Siege(await ProbeServer.Start(limits));
        await siege.Holds();
        return siege;
    }

    public Task<Http2Socket> Peer(params (ushort Setting, uint Value)[] settings) =>
        new Http2Socket(EndPoint).Begin(settings);

    /// <summary>The good peer is served, and no memory piles up.</summary>
    public async Task Holds()
    {
        Calls++;
        (await _robot.Unary("/probe/Echo", Hello)).Good().ShouldBe(Hello);
        (GC.GetTotalMemory(forceFullCollection: false) - _memory).ShouldBeLessThan(MemoryBytes);
    }

    /// <summary>The same, once in a hundred.</summary>
    public Task HoldsNowAndThen(int round) => round % 100 == 0 ? Holds() : Task.CompletedTask;

    /// <summary>The same all the time, until the bad one is gone.</summary>
    public async Task HoldsUntilPeerEnds()
    {
        using var patience = new CancellationTokenSource(ProbeServer.Patience);
        while (!PeerEnded)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Holds();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Holds();
        Probe.Release.TrySetResult();
        _robot.Dispose();
        await _server.DisposeAsync();
        int lines = _server.Log.All.Count;
        lines.ShouldBeLessThanOrEqualTo(2 * Limits.RobotLogLines, _server.Log.Text);
    }
}
