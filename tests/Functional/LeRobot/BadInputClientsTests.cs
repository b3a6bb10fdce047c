using PolicyGate.Formats.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>Clients that go, stop reading or fall silent at the worst moment, and those that want too much.</summary>
public sealed class BadInputClientsTests : IAsyncLifetime
{
    private const long Timestep = 5;
    private const ushort InitialWindow = 4;
    private const string Service = "/transport.AsyncInference/";

    private BesetLeRobot _beset = null!;

    public async Task InitializeAsync() => _beset = await BesetLeRobot.Start(
        ("Limits:WriteTime", "00:00:01.500"), ("Limits:RequestTime", "00:00:02"));

    public async Task DisposeAsync()
    {
        await _beset.Good.ShouldBeUndisturbed();
        await _beset.DisposeAsync();
    }

    [Fact]
    public async Task Calls_reset_in_mid_stream_leave_their_connection_as_it_was()
    {
        using LeRobotRobot robot = await _beset.Robot();
        byte[] half = GrpcUpload.Framed(LeRobotRobot.Part(1, robot.Observation(Timestep, mustGo: true, 0.25)));
        for (int i = 0; i < 1000; i++)
        {
            using var cancel = new CancellationTokenSource();
            using var upload = new GrpcUpload();
            Task<GrpcAnswer> call = robot.Client.Call(
                BesetLeRobot.SendObservations, upload.Raw(half[..(i % 100 * half.Length / 100)]), cancel: cancel.Token);
            if (i % 2 == 0)
                await Task.Yield();
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(call);
        }

        await BesetLeRobot.ShouldAnswer(robot, Timestep);
    }

    [Fact]
    public async Task Connections_cut_in_mid_message_are_forgotten()
    {
        byte[] part;
        using (LeRobotRobot robot = await _beset.Robot())
            part = GrpcUpload.Framed(LeRobotRobot.Part(1, robot.Observation(Timestep, mustGo: true, 0.25)));
        for (int i = 0; i < 50; i++)
        {
            using Http2Socket dying = await Begun();
            await dying.Write([
                .. Http2Socket.Call(5, Service + "SendObservations"),
                .. Http2Socket.Frame(Http2Socket.Data, 0, 5, part.AsSpan(0, i * part.Length / 50)),
            ]);
        }
    }

    [Fact]
    public async Task Those_that_never_read_are_closed_after_the_time_that_an_answer_may_take()
    {
        List<Http2Socket> deaf = [];
        for (int i = 0; i < 10; i++)
        {
            deaf.Add(await Begun((InitialWindow, 0)));
            await deaf[^1].Write([
                .. Http2Socket.Call(5, Service + "GetActions"),
                .. Http2Socket.Frame(Http2Socket.Data, Http2Socket.EndStream, 5, GrpcUpload.Framed([])),
            ]);
        }

        foreach (Http2Socket one in deaf)
        {
            await one.UntilEnd();
            one.Dispose();
        }
    }

    [Fact]
    public async Task An_observation_that_stalls_is_given_up_and_the_next_one_taken()
    {
        using LeRobotRobot robot = await _beset.Robot();
        byte[] part = GrpcUpload.Framed(LeRobotRobot.Part(1, robot.Observation(Timestep, mustGo: true, 0.25)));

        using var stalled = new GrpcUpload();
        GrpcAnswer answer = await robot.Client.Call(BesetLeRobot.SendObservations, stalled.Raw(part[..^1]));

        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.DeadlineExceeded, "Limits:RequestTime");
        await BesetLeRobot.ShouldAnswer(robot, Timestep);
    }

    [Fact]
    public async Task Two_thousand_observations_begun_and_never_ended()
    {
        using Http2Socket greedy = await Begun();
        Task<uint?> end = greedy.UntilEnd();
        byte[] begin = GrpcUpload.Framed(LeRobotRobot.Part(1, new byte[100]));
        for (int i = 0; i < 2000; i++)
        {
            int stream = 5 + (2 * i);
            if (!await greedy.Write([
                .. Http2Socket.Call(stream, Service + "SendObservations"),
                .. Http2Socket.Frame(Http2Socket.Data, 0, stream, begin),
            ]))
            {
                break;
            }
        }

        await _beset.Good.ShouldBeUndisturbed();
        greedy.Dispose();
        await end;
    }

    [Fact]
    public async Task Several_observations_at_once_are_more_than_one_robot_may_send()
    {
        using LeRobotRobot robot = await _beset.Robot();
        byte[] begin = LeRobotRobot.Part(1, robot.Observation(Timestep, mustGo: true, 0.25));
        GrpcUpload[] uploads = [.. Enumerable.Range(0, 8).Select(_ => new GrpcUpload().Message(begin))];

        GrpcAnswer[] answers = await Task.WhenAll(
            uploads.Select(upload => robot.Client.Call(BesetLeRobot.SendObservations, upload)));

        // Four have a place, and stall; the others are told.
        answers.Count(answer => answer.Code is GrpcStatusCode.DeadlineExceeded).ShouldBe(4);
        answers.Count(answer => answer.Code is GrpcStatusCode.ResourceExhausted).ShouldBe(4);
        await BesetLeRobot.ShouldAnswer(robot, Timestep);
    }

    [Fact]
    public async Task One_that_begins_the_largest_observations_takes_no_place_from_the_others()
    {
        await using BesetLeRobot beset = await BesetLeRobot.Start(
            ("Limits:MessageBytes", $"{4 * BesetLeRobot.ObservationBytes}"));
        using LeRobotRobot greedy = await beset.Robot();
        byte[] begin = LeRobotRobot.Part(1, new byte[BesetLeRobot.ObservationBytes - 100]);
        GrpcUpload[] uploads = [.. Enumerable.Range(0, 4).Select(_ => new GrpcUpload().Message(begin))];
        Task<GrpcAnswer>[] calls =
            [.. uploads.Select(upload => greedy.Client.Call(BesetLeRobot.SendObservations, upload))];

        for (int i = 0; i < 10; i++)
            await beset.Good.ShouldBeUndisturbed();

        foreach (GrpcUpload upload in uploads)
            upload.End();
        await Task.WhenAll(calls);
    }

    /// <summary>A robot by hand that has said Ready and given its instructions, on streams 1 and 3.</summary>
    private async Task<Http2Socket> Begun(params (ushort Setting, uint Value)[] settings)
    {
        byte[] instructions;
        using (var robot = new LeRobotRobot(_beset.Server))
            instructions = LeRobotRobot.DataMessage(1, robot.Instructions(BesetLeRobot.Policy));
        Http2Socket socket = await new Http2Socket(_beset.Server).Begin(settings);
        await socket.Write([
            .. Http2Socket.Call(1, Service + "Ready"),
            .. Http2Socket.Frame(Http2Socket.Data, Http2Socket.EndStream, 1, GrpcUpload.Framed([])),
            .. Http2Socket.Call(3, Service + "SendPolicyInstructions"),
            .. Http2Socket.Frame(Http2Socket.Data, Http2Socket.EndStream, 3, GrpcUpload.Framed(instructions)),
        ]);
        return socket;
    }
}
