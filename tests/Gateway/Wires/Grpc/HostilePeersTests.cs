using System.Buffers.Binary;
using System.Text;
using PolicyGate.Gateway.Limits;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>Frames that no client sends end a connection or a call; who calls on another is served as ever.</summary>
public sealed class HostilePeersTests
{
    private const uint FlowControlError = 3;
    private const ushort InitialWindow = 4;
    private const uint LargestWindow = int.MaxValue;

    [Fact]
    public async Task A_call_reset_in_mid_stream_is_cancelled_and_its_connection_goes_on()
    {
        await using Siege siege = await Siege.Start();
        using Http2Socket peer = await siege.Peer();
        await peer.Write(Http2Socket.Call(1, "/probe/Wait"));
        (await siege.Probe.Waiting.WaitAsync(ProbeServer.Patience)).ShouldBeTrue();

        await peer.Write([.. Message(1, [0, 0, 0]), .. Reset(1)]);

        (await siege.Probe.SeenCancelled.WaitAsync(ProbeServer.Patience)).ShouldBeTrue();
        await peer.Write([.. Http2Socket.Call(3, "/probe/Count"), .. Message(3, [0, 0, 0, 0, 0], end: true)]);
        (await peer.Until(Http2Socket.Data)).ShouldSatisfyAllConditions(
            data => data.Stream.ShouldBe(3), data => data.Payload.ShouldBe([0, 0, 0, 0, 3, .. "1 0"u8]));
        await siege.Holds();
    }

    [Fact]
    public async Task Of_two_thousand_calls_at_once_no_more_are_taken_than_the_limit()
    {
        await using Siege siege = await Siege.Start();
        using Http2Socket peer = await siege.Peer();

        for (int i = 0; i < 2000 && await peer.Write(Http2Socket.Call((2 * i) + 1, "/probe/Wait")); i++)
            await siege.HoldsNowAndThen(i);

        await siege.Holds();
        siege.Probe.CallsOf("/probe/Wait").ShouldBeLessThanOrEqualTo(siege.Limits.GrpcCalls);
    }

    [Fact]
    public async Task Calls_that_are_reset_at_once_are_no_way_around_the_limit()
    {
        await using Siege siege = await Siege.Start();
        using Http2Socket peer = await siege.Peer();
        Task<uint?> end = peer.UntilEnd();

        for (int i = 0; i < 20_000; i++)
        {
            if (!await peer.Write([.. Http2Socket.Call((2 * i) + 1, "/probe/Wait"), .. Reset((2 * i) + 1)]))
                break;
            await siege.HoldsNowAndThen(i);
        }

        peer.Dispose();
        await end;
        await siege.Holds();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: robot\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n0123456789")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public async Task What_is_no_HTTP_2_is_closed(string sent)
    {
        // Kestrel waits for the rest of what may still become an HTTP of any kind; the door does not for ever.
        await using Siege siege = await Siege.Start(new LimitsOptions { RequestTime = TimeSpan.FromSeconds(2) });
        using var peer = new Http2Socket(siege.EndPoint);

        await peer.Write(Encoding.ASCII.GetBytes(sent));

        await peer.UntilEnd();
        await siege.Holds();
    }

    [Fact]
    public async Task A_peer_that_gives_no_window_for_its_answers_is_closed()
    {
        await using Siege siege = await Siege.Start(new LimitsOptions { WriteTime = TimeSpan.FromSeconds(1.2) });
        using Http2Socket peer = await siege.Peer((InitialWindow, 0));
        for (int i = 0; i < 8; i++)
            await peer.Write(Large((2 * i) + 1, 4 << 20));

        await peer.UntilEnd();

        await siege.Holds();
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_at_all_is_closed()
    {
        await using Siege siege = await Siege.Start(new LimitsOptions { WriteTime = TimeSpan.FromSeconds(1.2) });
        using Http2Socket peer = await siege.Peer((InitialWindow, LargestWindow));
        await peer.Write(Window(0, LargestWindow - 65_535));
        for (int i = 0; i < 8; i++)
            await peer.Write(Large((2 * i) + 1, 4 << 20));

        await siege.HoldsUntilPeerEnds();
    }

    [Fact]
    public async Task Pings_whose_answers_are_not_read_cost_no_memory()
    {
        await using Siege siege = await Siege.Start(new LimitsOptions { WriteTime = TimeSpan.FromSeconds(1.2) });
        using Http2Socket peer = await siege.Peer();
        byte[] pings = [.. Enumerable.Repeat(Http2Socket.Frame(Http2Socket.Ping, 0, 0, new byte[8]), 1000)
            .SelectMany(ping => ping)];
        Task<bool> flood = Task.Run(async () =>
        {
            while (await peer.Write(pings))
            {
            }
            return true;
        });

        await siege.HoldsUntilPeerEnds();

        await flood;
    }

    [Fact]
    public async Task Settings_without_end_hinder_nobody()
    {
        await using Siege siege = await Siege.Start(new LimitsOptions { WriteTime = TimeSpan.FromSeconds(1.2) });
        using Http2Socket peer = await siege.Peer();
        byte[] settings = [.. Enumerable.Repeat(Http2Socket.Frame(Http2Socket.Settings, 0, 0, []), 1000)
            .SelectMany(frame => frame)];
        for (int i = 0; i < 100 && await peer.Write(settings); i++)
            await siege.HoldsNowAndThen(i * 10);

        await siege.Holds();
    }

    [Fact]
    public async Task Headers_over_the_limit_end_their_call_before_it_began()
    {
        await using Siege siege = await Siege.Start();
        using Http2Socket peer = await siege.Peer();
        byte[] block = Http2Socket.Block(
            (":method", "POST"), (":scheme", "http"), (":path", "/probe/Echo"), ("x-large", new string('x', 16_000)));
        await peer.Write(Http2Socket.Frame(Http2Socket.Headers, 0, 1, block));
        await peer.Write(Http2Socket.Frame(
            Http2Socket.Continuation, Http2Socket.EndHeaders, 1, Http2Socket.Block(("x-more", new string('x', 1000)))));

        (await peer.Until(Http2Socket.Headers)).Stream.ShouldBe(1, "answered with HTTP's 431");

        await siege.Holds();
        siege.Probe.CallsOf("/probe/Echo").ShouldBe(siege.Calls);
    }

    [Fact]
    public async Task A_small_block_that_unpacks_to_large_headers_ends_the_connection()
    {
        await using Siege siege = await Siege.Start();
        using Http2Socket peer = await siege.Peer();
        // One header of 3000 bytes goes into the table, at index 62; each further byte stands for all of it.
        byte[] bomb = [0x40, .. Http2Socket.Literal("x-bomb"), .. Http2Socket.Literal(new string('x', 3000))];
        byte[] block = [.. Http2Socket.Block((":method", "POST")), .. bomb, .. Enumerable.Repeat((byte)0xbe, 10_000)];

        await peer.Write(Http2Socket.Frame(Http2Socket.Headers, Http2Socket.EndHeaders, 1, block));

        await peer.UntilEnd();
        await siege.Holds();
    }

    [Fact]
    public async Task Continuations_without_end_end_the_connection()
    {
        await using Siege siege = await Siege.Start();
        using Http2Socket peer = await siege.Peer();
        await peer.Write(Http2Socket.Call(1, "/probe/Wait", flags: 0));
        byte[] header = Http2Socket.Block(("x", new string('x', 1000)));
        byte[] more = Http2Socket.Frame(Http2Socket.Continuation, 0, 1, header);
        int sent = 0;
        while (await peer.Write(more) && sent < 100_000)
            sent++;

        await peer.UntilEnd();
        sent.ShouldBeLessThan(100_000);
        await siege.Holds();
    }

    [Fact]
    public async Task Empty_parts_without_end_do_not_hold_a_call_for_ever()
    {
        await using Siege siege = await Siege.Start(new LimitsOptions { RequestTime = TimeSpan.FromSeconds(2) });
        using Http2Socket peer = await siege.Peer();
        await peer.Write(Http2Socket.Call(1, "/probe/Count"));
        byte[] empty = [.. Enumerable.Repeat(Message(1, []), 100).SelectMany(frame => frame)];
        Task<(int Stream, byte[] Payload)> end = peer.Until(Http2Socket.Reset);

        while (!end.IsCompleted && await peer.Write(empty))
            await siege.Holds();

        (await end).Stream.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, FlowControlError)]
    [InlineData(1, null)]
    public async Task A_window_beyond_its_range_ends_the_call_or_the_connection(int stream, uint? code)
    {
        await using Siege siege = await Siege.Start();
        using Http2Socket peer = await siege.Peer();
        await peer.Write([.. Http2Socket.Call(1, "/probe/Wait"), .. Window(stream, LargestWindow)]);

        if (code is not null)
            (await peer.UntilEnd()).ShouldBe(code);
        else
            (await peer.Until(Http2Socket.Reset)).Stream.ShouldBe(1);

        (await siege.Probe.SeenCancelled.WaitAsync(ProbeServer.Patience)).ShouldBeTrue();
        await siege.Holds();
    }

    [Fact]
    public async Task Data_beyond_the_window_ends_the_connection()
    {
        await using Siege siege = await Siege.Start(new LimitsOptions { GrpcWindowBytes = 1 });
        using Http2Socket peer = await siege.Peer();
        await peer.Write(Http2Socket.Call(1, "/probe/Wait"));
        for (int i = 0; i < 8 && await peer.Write(Message(1, new byte[16_000])); i++)
            await siege.Holds();

        (await peer.UntilEnd()).ShouldBe(FlowControlError);

        await siege.Holds();
    }

    [Theory]
    [InlineData(Http2Socket.Data, 0)]
    [InlineData(Http2Socket.Data, 7)]
    [InlineData(Http2Socket.Headers, 2)]
    [InlineData(Http2Socket.Settings, 1)]
    [InlineData(Http2Socket.Continuation, 1)]
    public async Task A_frame_where_it_must_not_be_ends_the_connection(byte type, int stream)
    {
        await using Siege siege = await Siege.Start();
        using Http2Socket peer = await siege.Peer();

        await peer.Write(Http2Socket.Frame(type, Http2Socket.EndHeaders, stream, [0x82]));

        (await peer.UntilEnd()).ShouldNotBeNull();
        await siege.Holds();
    }

    private static byte[] Message(int stream, byte[] bytes, bool end = false) =>
        Http2Socket.Frame(Http2Socket.Data, end ? Http2Socket.EndStream : (byte)0, stream, bytes);

    private static byte[] Reset(int stream) => Http2Socket.Frame(Http2Socket.Reset, 0, stream, [0, 0, 0, 8]);

    private static byte[] Window(int stream, uint by)
    {
        var payload = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(payload, by);
        return Http2Socket.Frame(Http2Socket.WindowUpdate, 0, stream, payload);
    }

    /// <summary>A call that asks for so many bytes.</summary>
    private static byte[] Large(int stream, int bytes)
    {
        var message = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(message, bytes);
        return [.. Http2Socket.Call(stream, "/probe/Large"), .. Message(stream, GrpcUpload.Framed(message), end: true)];
    }
}
