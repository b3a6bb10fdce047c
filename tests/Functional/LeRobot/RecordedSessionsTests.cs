using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>
/// Sessions of LeRobot's own programs, their messages sent to the gateway as they were recorded: it answers as
/// LeRobot's server did.
/// </summary>
/// <remarks>
/// <c>POLICYGATE_LEROBOT_SESSIONS</c> names a folder with more of them, too large for the repository; sessions are its
/// folders <c>session-*</c>.
/// </remarks>
public sealed class RecordedSessionsTests : IDisposable
{
    // ONNX Runtime beside PyTorch: the network is 3e-6 off, its unit is up to 60 of the robot's, whose values are of
    // some hundreds.
    private const double Tolerance = 2e-4;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");

    /// <summary>Those of 0.4.4, whose network is at hand as ONNX.</summary>
    public static TheoryData<string> WithModel =>
        [.. RecordedSession.Folders.Where(folder => folder.Contains("0.4.4"))];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(WithModel))]
    public async Task Every_answer_is_the_one_that_LeRobots_server_gave(string folder)
    {
        var session = new RecordedSession(folder);
        string policy = Policy(session.Checkpoint, withModel: true);
        await using ServedGateway gateway = await Start(session, policy, "Onnx");
        using var robot = new LeRobotRobot(gateway.Host.LeRobotEndPoints.Single());
        (await robot.Ready()).Good();
        (await robot.Call("SendPolicyInstructions", session.Instructions)).Good();
        Dictionary<double, byte[][]> observations = session.ObservationsByTimestamp();
        int answers = 0;
        foreach (IReadOnlyList<TimedAction> expected in session.Answers)
        {
            // Some were answered although they need not have been: each is the first that the gateway sees.
            (await robot.Ready()).Good();
            (await robot.Client.Stream(
                "/transport.AsyncInference/SendObservations", observations[expected[0].Timestamp])).Good();

            ShouldBe(await robot.Actions(), expected);
            answers++;
        }
        answers.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_client_of_0_3_3_is_served_as_it_was_recorded()
    {
        var session = new RecordedSession(Repository.At("tests/data/lerobot/session-0.3.3"));
        string policy = Policy(session.Checkpoint, withModel: false);
        await using ServedGateway gateway = await Start(session, policy, "Scripted");
        using var robot = new LeRobotRobot(gateway.Host.LeRobotEndPoints.Single());
        (await robot.Ready()).Good();
        (await robot.Call("SendPolicyInstructions", session.Instructions)).Good();
        foreach (byte[][] messages in session.Observations)
        {
            (await robot.Ready()).Good();
            (await robot.Client.Stream("/async_inference.AsyncInference/SendObservations", messages)).Good();
            byte[] answer = (await robot.GetActions()).Good();

            // The policy holds the robot where it is; the answer is in the module of that version.
            answer.AsSpan().IndexOf("lerobot.scripts.server.helpers"u8).ShouldBeGreaterThan(0);
            var state = new TimedObservationReader(Formats.LeRobot.LeRobotGolden.Limits);
            state.Read(RecordedSession.Pickle(messages)).ShouldBeNull();
            state.TryNumber(state.Find("gripper.pos"u8), out double gripper).ShouldBeTrue();
            IReadOnlyList<TimedAction> actions = LeRobotRobot.Read(
                new GrpcAnswer(PolicyGate.Formats.Grpc.GrpcStatus.Ok, answer, IsTrailersOnly: false));
            actions.ShouldAllBe(action => action.Values[5] == (float)gripper);
            actions[0].Timestamp.ShouldBe(state.Timestamp);
        }
    }

    private static Task<ServedGateway> Start(RecordedSession session, string policy, string backend) =>
        ServedGateway.Start(policy, backend, new()
        {
            ["Wires:LeRobot:Endpoint"] = "127.0.0.1:0",
            ["Wires:LeRobot:Fps"] = FormattableString.Invariant($"{session.Fps}"),
            [$"Wires:LeRobot:Policies:models/{session.Checkpoint}"] = session.Checkpoint,
        });

    private static void ShouldBe(IReadOnlyList<TimedAction> actions, IReadOnlyList<TimedAction> expected)
    {
        actions.Select(action => action.Timestep).ShouldBe(expected.Select(action => action.Timestep));
        actions.Select(action => action.Timestamp).ShouldBe(expected.Select(action => action.Timestamp));
        double largest = actions.Zip(expected).Max(pair =>
            pair.First.Values.Zip(pair.Second.Values).Max(values => Math.Abs(values.First - (double)values.Second)));
        largest.ShouldBeLessThan(Tolerance);
    }

    /// <summary>The checkpoint, with the network that all of 0.4.4 share.</summary>
    private string Policy(string checkpoint, bool withModel)
    {
        DirectoryInfo policy = _folder.CreateSubdirectory(checkpoint);
        foreach (string file in Directory.EnumerateFiles(Repository.At($"tests/data/lerobot/{checkpoint}")))
            File.Copy(file, Path.Combine(policy.FullName, Path.GetFileName(file)));
        if (withModel)
        {
            File.Copy(
                Repository.At("tests/data/lerobot/checkpoint-act-0.4.4/model.onnx"),
                Path.Combine(policy.FullName, "model.onnx"), overwrite: true);
        }
        return policy.FullName;
    }
}
