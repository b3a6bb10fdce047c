using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Wires.Grpc;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Formats.LeRobot;
using PolicyGate.Tests.Functional.LeRobot;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// Sessions of LeRobot's own client, lived again by ours: its robot shows what it showed, the server answers what it
/// answered and when. Ours sends the same bytes, executes the same actions, and its queue has the same sizes.
/// </summary>
/// <remarks><c>POLICYGATE_LEROBOT_SESSIONS</c> names a folder with more of them, one with messages of three
/// parts.</remarks>
public sealed class RecordedSessionRunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Sessions => [.. RecordedSession.Folders];

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task It_says_and_does_what_LeRobots_own_client_did(string folder)
    {
        var session = new RecordedSession(folder);
        IReadOnlyList<RecordedTick> ticks = RecordedTick.Of(session);
        double begun = ticks[0].At;
        double period = Period(ticks, begun);
        var clock = new RecordedClock(begun);
        var robot = new RecordedRobot(Features(session), clock);
        using var server = new RecordedServer();
        await using GrpcServer listening = await GrpcServer.StartAsync(
            [new IPEndPoint(IPAddress.Loopback, 0)], server, new LimitsOptions(), NullLoggerFactory.Instance);
        var client = new LeRobotClient(
            robot, Options(session, listening.EndPoints[0], 1 / period), time: clock);
        using var patience = new CancellationTokenSource(Patience);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        robot.Turn = (ticks[0], 0, 0);
        Task<LeRobotClientReport> run = Task.Run(() => client.Run(stop.Token));
        await server.Asked(patience.Token);
        for (int number = 0; number < ticks.Count; number++)
            await Live(ticks[number], number);
        await stop.CancelAsync();
        LeRobotClientReport report = await run.WaitAsync(Patience);

        server.Instructions.ShouldBe(session.Instructions);
        report.QueueSizes.ShouldBe(session.QueueSizes);
        robot.Executed.Select(values => values.ToArray()).ShouldBe(session.Executed.Select(one => one.Values));
        report.Refused.ShouldBeEmpty();

        async Task Live(RecordedTick tick, int number)
        {
            double beat = number * period, seen = tick.Sent is null ? beat : tick.At - begun;
            robot.Turn = (tick, beat, seen);
            // The client may still be at the end of the turn before: a period later than its beat, and it would leave
            // this turn out.
            (tick.Executed is null ? seen - beat : 0).ShouldBeLessThan(period, $"turn {number}");
            clock.Set(tick.Executed is null ? seen : beat);
            if (tick.Executed is not null)
                (await robot.Done(patience.Token)).ShouldBe("act", $"turn {number}");
            if (tick.Sent is not null)
            {
                (await robot.Done(patience.Token)).ShouldBe("observe", $"turn {number}");
                ShouldBeSame(await server.Observation(patience.Token), tick.SentToEitherNumPy(), number);
            }
            foreach (byte[] answer in tick.Answers)
            {
                server.Answer(answer);
                await server.Asked(patience.Token);
            }
        }
    }

    /// <summary>The longest with which no turn is before its beat; of whole microseconds.</summary>
    private static double Period(IReadOnlyList<RecordedTick> ticks, double begun) =>
        Math.Floor(ticks.Skip(1).Select((tick, number) => (tick.At - begun) / (number + 1)).Min() * 1e6) / 1e6;

    private static void ShouldBeSame(IReadOnlyList<byte[]> sent, IReadOnlyList<byte[]> recorded, int number)
    {
        sent.Count.ShouldBe(recorded.Count, $"turn {number}");
        foreach ((byte[] ours, byte[] theirs) in sent.Zip(recorded))
        {
            int same = ours.AsSpan().CommonPrefixLength(theirs);
            ours.AsSpan().SequenceEqual(theirs).ShouldBeTrue($"turn {number}: {ours.Length} bytes where LeRobot's "
                + $"client sent {theirs.Length}; the first {same} are the same");
        }
    }

    private static LeRobotClientOptions Options(
        RecordedSession session, IPEndPoint server, double fps) => new()
        {
            ServerAddress = $"{server}",
            ServerVersion = session.Checkpoint.Contains("0.3.3") ? LeRobotVersion.V03 : LeRobotVersion.Current,
            PolicyType = "act",
            PretrainedNameOrPath = $"models/{session.Checkpoint}",
            ActionsPerChunk = session.ActionsPerChunk,
            ChunkSizeThreshold = session.ChunkSizeThreshold,
            Aggregate = ActionAggregates.Find(session.Aggregate)!,
            Task = session.Task,
            Fps = fps,
            ServerTimeout = Patience,
        };

    private static RobotFeatures Features(RecordedSession session)
    {
        RemotePolicyConfigReader.Read(
            RecordedSession.Pickle([session.Instructions]), LeRobotGolden.Limits, out RemotePolicyConfig? wanted)
            .ShouldBeNull();
        return new RobotFeatures
        {
            Joints = wanted!.Features[0].Names,
            Cameras = [.. wanted.Features.Skip(1).Select(feature =>
                new RobotCamera(feature.Name["observation.images.".Length..], feature.Shape[0], feature.Shape[1]))],
        };
    }
}
