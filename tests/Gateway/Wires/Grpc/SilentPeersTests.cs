using System.Text;
using PolicyGate.Gateway.Limits;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>A paused robot keeps its connection; a dead one, and one that never called, do not.</summary>
public sealed class SilentPeersTests
{
    private const byte WholeCall = Http2Socket.EndHeaders | Http2Socket.EndStream;

    private static readonly LimitsOptions Anxious = new()
    {
        PingInterval = TimeSpan.FromSeconds(1), PingTime = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public async Task A_paused_robot_finds_its_connection_as_it_was()
    {
        await using Siege siege = await Siege.Start(new LimitsOptions
        {
            PingInterval = Anxious.PingInterval, PingTime = TimeSpan.FromSeconds(20),
        });
        using Http2Socket peer = await siege.Peer();
        await peer.Write(Http2Socket.Call(1, "/probe/Count", WholeCall));
        await peer.Until(Http2Socket.Data);

        // Two pings: some seconds, in which Kestrel has looked at the idle connection more than once.
        for (int i = 0; i < 2; i++)
        {
            (_, byte[] payload) = await peer.Until(Http2Socket.Ping);
            await peer.Write(Http2Socket.Frame(Http2Socket.Ping, Http2Socket.Acknowledge, 0, payload));
        }

        await peer.Write(Http2Socket.Call(3, "/probe/Count", WholeCall));
        (await peer.Until(Http2Socket.Data)).Stream.ShouldBe(3);
    }

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n")]
    [InlineData("")]
    public async Task A_connection_that_makes_no_call_is_closed_in_time(string sent)
    {
        await using Siege siege = await Siege.Start(new LimitsOptions { RequestTime = TimeSpan.FromSeconds(2) });
        using var peer = new Http2Socket(siege.EndPoint);
        await peer.Write(Encoding.ASCII.GetBytes(sent));
        using Http2Socket settled = await siege.Peer();

        await Task.WhenAll(peer.UntilEnd(), settled.UntilEnd());

        await siege.Holds();
    }

    [Fact]
    public async Task A_robot_that_answers_no_ping_is_closed()
    {
        await using Siege siege = await Siege.Start(Anxious);
        using Http2Socket peer = await siege.Peer();
        await peer.Write([.. Http2Socket.Call(1, "/probe/Wait")]);

        await peer.Until(Http2Socket.Ping);
        await peer.UntilEnd();

        (await siege.Probe.SeenCancelled.WaitAsync(ProbeServer.Patience)).ShouldBeTrue();
        await siege.Holds();
    }
}
