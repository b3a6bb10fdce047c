using System.Net.Http.Headers;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Wires.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>What a caller sees of the server, by way of another HTTP/2 than its own.</summary>
public sealed class GrpcServerTests
{
    private static readonly byte[] Hello = "hello"u8.ToArray();

    [Fact]
    public async Task A_message_comes_back()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        (await robot.Unary("/probe/Echo", Hello)).Good().ShouldBe(Hello);
        (await robot.Unary("/probe/Echo", [])).Good().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_streams_messages_arrive_whole_in_parts_of_2_MiB()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        byte[] part = [.. Enumerable.Range(0, 2 << 20).Select(i => (byte)i)];
        uint sum = (uint)part.Sum(value => value) * 10;

        byte[] answer = (await robot.Stream("/probe/Count", Enumerable.Repeat(part, 10))).Good();

        Encoding.UTF8.GetString(answer).ShouldBe($"10 {sum}");
    }

    [Fact]
    public async Task A_request_without_messages_ends_at_once_and_two_are_told_apart()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        (await robot.Stream("/probe/Count", [])).Good().ShouldBe("0 0"u8.ToArray());
        (await robot.Stream("/probe/Count", [[], []])).Good().ShouldBe("2 0"u8.ToArray());
    }

    [Theory]
    [InlineData(14, "Gelenk „Schulter“ fehlt: 100 % \n der Zeit 🤖")]
    [InlineData(4, "zu spät")]
    [InlineData(16, "")]
    public async Task A_status_comes_with_its_text_behind_headers(int code, string text)
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        GrpcAnswer answer = await robot.Unary("/probe/Fail", [(byte)code, .. Encoding.UTF8.GetBytes(text)]);

        answer.Status.ShouldBe(new GrpcStatus((GrpcStatusCode)code, text));
        answer.Message.ShouldBeNull();
        answer.IsTrailersOnly.ShouldBeFalse("a client would be free to retry in silence");
    }

    [Fact]
    public async Task A_text_that_no_client_would_take_is_cut()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        string text = string.Concat(Enumerable.Repeat("ä", 10_000));

        GrpcAnswer answer = await robot.Unary("/probe/Fail", [3, .. Encoding.UTF8.GetBytes(text)]);

        answer.Status.Message.Length.ShouldBe((3 << 10) / "%C3%A4".Length);
        text.ShouldStartWith(answer.Status.Message);
    }

    [Fact]
    public async Task A_status_may_follow_an_answer()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        GrpcAnswer answer = await robot.Unary("/probe/Fail", [8], headers: ("x-answer", "yes"));

        (answer.Code, answer.Message).ShouldBe((GrpcStatusCode.ResourceExhausted, answer.Message));
        answer.Message.ShouldBe([8]);
    }

    [Fact]
    public async Task A_method_that_is_not_there_is_the_services_to_refuse()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        (await robot.Unary("/probe/Nothing", [])).Status
            .ShouldBe(new GrpcStatus(GrpcStatusCode.Unimplemented, "there is no /probe/Nothing"));
    }

    [Fact]
    public async Task Headers_and_the_peer_are_told_to_the_service()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        byte[] sent = (await robot.Unary("/probe/Header", [], headers: ("x-probe", "seen"))).Good();
        byte[] notSent = (await robot.Unary("/probe/Header", [])).Good();
        string peer = Encoding.UTF8.GetString((await robot.Unary("/probe/Peer", [])).Good());

        sent.ShouldBe("seen"u8.ToArray());
        notSent.ShouldBe("(none)"u8.ToArray());
        peer.ShouldBe(server.Probe.Connections.ShouldHaveSingleItem().Remote.ToString());
    }

    [Fact]
    public async Task A_bug_of_the_service_is_INTERNAL_and_logged()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        (await robot.Unary("/probe/Throw", [])).Code.ShouldBe(GrpcStatusCode.Internal);
        (await robot.Unary("/probe/Echo", Hello)).Good().ShouldBe(Hello);

        server.Log.All.ShouldHaveSingleItem().ShouldContain("the bug of this test");
    }

    [Theory]
    [InlineData("GET", "application/grpc", "trailers", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "application/grpc+json", "trailers", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("POST", "application/grpc-web", "trailers", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("POST", "text/plain", "trailers", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("POST", "application/grpc", null, HttpStatusCode.BadRequest)]
    [InlineData("POST", "application/grpc+proto; charset=utf-8", "trailers", HttpStatusCode.OK)]
    public async Task What_is_no_gRPC_is_answered_by_HTTPs_own_means(
        string method, string type, string? te, HttpStatusCode expected)
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        using HttpRequestMessage request = robot.Request("/probe/Count", new ByteArrayContent([]));
        request.Method = new HttpMethod(method);
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (te is null)
            request.Headers.TE.Clear();

        using HttpResponseMessage response = await robot.Send(request);

        response.StatusCode.ShouldBe(expected);
        server.Probe.CallsOf("/probe/Count").ShouldBe(expected is HttpStatusCode.OK ? 1 : 0);
    }

    [Fact]
    public async Task A_connection_that_the_service_does_not_want_is_closed()
    {
        await using ProbeServer server = await ProbeServer.Start();
        server.Probe.Accepts = false;
        using GrpcClient robot = server.Connect();

        await Should.ThrowAsync<HttpRequestException>(robot.Unary("/probe/Echo", Hello));

        server.Probe.Disconnected.ShouldBe(0, "it was never let in");
    }

    [Fact]
    public async Task The_service_hears_of_each_connections_end()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using (GrpcClient robot = server.Connect())
            (await robot.Unary("/probe/Echo", Hello)).Good();

        (await server.Probe.Ended.WaitAsync(ProbeServer.Patience)).ShouldBeTrue();
        (server.Probe.Connected, server.Probe.Disconnected).ShouldBe((1, 1));
    }

    [Fact]
    public async Task The_service_can_end_a_connection()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        Task<GrpcAnswer> waiting = robot.Unary("/probe/Wait", []);
        await server.Probe.Waiting.WaitAsync(ProbeServer.Patience);

        server.Probe.Connections.Single().Abort();

        await Should.ThrowAsync<Exception>(waiting);
        (await server.Probe.SeenCancelled.WaitAsync(ProbeServer.Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_connection_too_many_is_closed_and_the_others_stay()
    {
        await using ProbeServer server = await ProbeServer.Start(new LimitsOptions { Connections = 1 });
        using GrpcClient first = server.Connect();
        using GrpcClient second = server.Connect();
        (await first.Unary("/probe/Echo", Hello)).Good();

        await Should.ThrowAsync<HttpRequestException>(second.Unary("/probe/Echo", Hello));

        (await first.Unary("/probe/Echo", Hello)).Good();
        server.Log.Text.ShouldContain("Limits:Connections is 1");
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using ILoggerFactory loggers = LoggerFactory.Create(_ => { });

        IOException fault = await Should.ThrowAsync<IOException>(
            GrpcServer.StartAsync([server.EndPoint], new ProbeService(), server.Limits, loggers));

        fault.Message.ShouldContain(server.EndPoint.ToString());
    }
}
