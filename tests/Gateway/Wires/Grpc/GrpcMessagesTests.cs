using System.Buffers.Binary;
using PolicyGate.Formats.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>Messages that are not as they should be end their call alone.</summary>
public sealed class GrpcMessagesTests
{
    private static readonly byte[] Framed = GrpcUpload.Framed("0123456789"u8);

    [Fact]
    public async Task A_stream_cut_at_any_byte_is_INTERNAL_unless_it_is_cut_between_messages()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        for (int length = 0; length < Framed.Length; length++)
        {
            GrpcUpload upload = new GrpcUpload().Raw(Framed).Raw(Framed[..length]).End();

            GrpcAnswer answer = await robot.Call("/probe/Count", upload);

            if (length == 0)
                answer.Good().ShouldBe("1 525"u8.ToArray());
            else
                answer.Status.ShouldBe(
                    new GrpcStatus(GrpcStatusCode.Internal, "the request ends in the midst of a message"));
        }
    }

    [Fact]
    public async Task An_answer_waits_for_the_requests_end_and_none_is_reset()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        // More than Kestrel keeps of streams that it had to reset.
        for (int i = 0; i < 1000; i++)
            (await robot.Unary("/probe/Echo", "on"u8)).Good().ShouldBe("on"u8.ToArray());

        server.Probe.Connected.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_may_come_in_single_bytes()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        var upload = new GrpcUpload();
        foreach (byte value in Framed)
            upload.Raw([value]);

        (await robot.Call("/probe/Echo", upload.End())).Good().ShouldBe("0123456789"u8.ToArray());
    }

    [Theory]
    [InlineData("gzip", 1, 12, "gzip")]
    [InlineData("identity", 1, 13, "names no compression")]
    [InlineData(null, 1, 13, "names no compression")]
    [InlineData("gzip", 2, 13, "begins with 2")]
    public async Task Compressed_messages_are_refused_by_name(
        string? encoding, byte flag, int code, string part)
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        HttpRequestMessage request = robot.Request(
            "/probe/Echo", new GrpcUpload().Raw(GrpcUpload.Framed("squeezed"u8, flag)).End());
        if (encoding is not null)
            request.Headers.Add("grpc-encoding", encoding);

        using HttpResponseMessage response = await robot.Send(request);

        await response.Content.ReadAsByteArrayAsync();
        response.Headers.GetValues("grpc-accept-encoding").ShouldBe(["identity"]);
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe([$"{code}"]);
        response.TrailingHeaders.GetValues("grpc-message").Single().ShouldContain(part);
    }

    [Fact]
    public async Task An_encoding_that_no_message_uses_is_fine()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        (await robot.Unary("/probe/Echo", "x"u8, headers: ("grpc-encoding", "gzip"))).Good();
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    public async Task A_message_over_the_limit_is_refused_by_its_prefix_alone(uint length)
    {
        await using ProbeServer server = await ProbeServer.Start();
        server.Probe.Limit = 1000;
        using GrpcClient robot = server.Connect();
        var prefix = new byte[GrpcPrefix.Size];
        BinaryPrimitives.WriteUInt32BigEndian(prefix.AsSpan(1), length);

        // It does not end: the answer must not wait for what was announced.
        GrpcAnswer answer = await robot.Call("/probe/Echo", new GrpcUpload().Raw(prefix));

        answer.Status.ShouldBe(new GrpcStatus(
            GrpcStatusCode.ResourceExhausted, $"a message of {length} bytes; at most 1000 are taken"));
    }

    [Fact]
    public async Task A_message_at_the_limit_is_taken()
    {
        await using ProbeServer server = await ProbeServer.Start();
        server.Probe.Limit = 1000;
        using GrpcClient robot = server.Connect();

        (await robot.Unary("/probe/Echo", new byte[1000])).Good().Length.ShouldBe(1000);
    }

    [Fact]
    public async Task A_call_that_ends_before_its_messages_leaves_the_connection_as_it_was()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        for (int i = 0; i < 10; i++)
        {
            Task<GrpcAnswer> refused = robot.Stream("/probe/Unread", Enumerable.Repeat(new byte[2 << 20], 4));
            (await refused).Code.ShouldBe(GrpcStatusCode.FailedPrecondition);
        }

        (await robot.Unary("/probe/Echo", "on"u8)).Good();
        server.Probe.Connected.ShouldBe(1);
    }
}
