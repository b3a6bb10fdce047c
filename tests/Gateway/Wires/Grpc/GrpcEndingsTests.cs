using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Limits;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>Deadlines, cancellation, stalls and the server's own end.</summary>
public sealed class GrpcEndingsTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    // It is a new connection's time for its first call as well, which a busy machine must be able to make.
    private static readonly LimitsOptions Impatient = new() { RequestTime = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task A_deadline_ends_a_call_whatever_its_service_says()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        GrpcAnswer answer = await robot.Unary("/probe/Wait", [], deadline: Short);

        answer.Code.ShouldBe(GrpcStatusCode.DeadlineExceeded);
        answer.IsTrailersOnly.ShouldBeFalse();
        (await server.Probe.SeenCancelled.WaitAsync(ProbeServer.Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_deadline_ends_the_wait_for_a_message()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        GrpcAnswer answer = await robot.Call("/probe/Echo", new GrpcUpload().Raw([0, 0]), deadline: Short);

        answer.Code.ShouldBe(GrpcStatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_call_in_time_does_not_mind_its_deadline()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        (await robot.Unary("/probe/Echo", "x"u8, deadline: TimeSpan.FromMinutes(1))).Good();
        (await robot.Unary("/probe/Echo", "x"u8, deadline: TimeSpan.FromDays(9999))).Good();
    }

    [Fact]
    public async Task A_deadline_that_cannot_be_read_is_refused()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();

        GrpcAnswer answer = await robot.Unary("/probe/Echo", [], headers: ("grpc-timeout", "soon"));

        answer.Status.ShouldBe(new GrpcStatus(GrpcStatusCode.Internal, "malformed grpc-timeout 'soon'"));
    }

    [Fact]
    public async Task A_call_that_its_client_gives_up_is_told_so()
    {
        await using ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        using var cancel = new CancellationTokenSource();
        Task<GrpcAnswer> waiting = robot.Unary("/probe/Wait", [], cancel: cancel.Token);
        await server.Probe.Waiting.WaitAsync(ProbeServer.Patience);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        (await server.Probe.SeenCancelled.WaitAsync(ProbeServer.Patience)).ShouldBeTrue();
        (await robot.Unary("/probe/Echo", "on"u8)).Good();
        server.Probe.Connected.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_stalls_ends_its_call_and_no_other()
    {
        await using ProbeServer server = await ProbeServer.Start(Impatient);
        using GrpcClient robot = server.Connect();
        Task<GrpcAnswer> other = robot.Unary("/probe/Wait", []);
        await server.Probe.Waiting.WaitAsync(ProbeServer.Patience);

        GrpcAnswer answer = await robot.Call("/probe/Echo", new GrpcUpload().Raw([0, 0, 0, 1, 0, 7]));

        answer.Code.ShouldBe(GrpcStatusCode.DeadlineExceeded);
        answer.Status.Message.ShouldContain("Limits:RequestTime");
        server.Probe.Release.SetResult();
        (await other).Good();
    }

    [Fact]
    public async Task A_call_that_waits_for_its_answer_may_take_longer_than_its_messages()
    {
        await using ProbeServer server = await ProbeServer.Start(Impatient);
        using GrpcClient robot = server.Connect();
        Task<GrpcAnswer> waiting = robot.Unary("/probe/Wait", []);
        await server.Probe.Waiting.WaitAsync(ProbeServer.Patience);
        for (int i = 0; i < 2; i++)
            (await robot.Call("/probe/Echo", new GrpcUpload())).Code.ShouldBe(GrpcStatusCode.DeadlineExceeded);

        server.Probe.Release.SetResult();

        (await waiting).Good();
    }

    [Fact]
    public async Task The_servers_end_waits_for_calls_under_way()
    {
        ProbeServer server = await ProbeServer.Start();
        using GrpcClient robot = server.Connect();
        Task<GrpcAnswer> waiting = robot.Unary("/probe/Wait", []);
        await server.Probe.Waiting.WaitAsync(ProbeServer.Patience);

        Task end = server.DisposeAsync().AsTask();
        using GrpcClient late = server.Connect();
        await Should.ThrowAsync<HttpRequestException>(late.Unary("/probe/Echo", []));
        end.IsCompleted.ShouldBeFalse();
        server.Probe.Release.SetResult();

        (await waiting).Good();
        await end.WaitAsync(ProbeServer.Patience);
        server.Probe.Disconnected.ShouldBe(1);
    }

    [Fact]
    public async Task The_servers_end_does_not_wait_for_ever()
    {
        ProbeServer server = await ProbeServer.Start(new LimitsOptions { DrainTime = Short });
        using GrpcClient robot = server.Connect();
        Task<GrpcAnswer> waiting = robot.Unary("/probe/Wait", []);
        await server.Probe.Waiting.WaitAsync(ProbeServer.Patience);

        await server.DisposeAsync();

        await Should.ThrowAsync<Exception>(waiting);
        (await server.Probe.SeenCancelled.WaitAsync(ProbeServer.Patience)).ShouldBeTrue();
    }
}
