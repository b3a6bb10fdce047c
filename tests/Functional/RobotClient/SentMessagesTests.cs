using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Wires.Grpc;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Functional.LeRobot;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// What our client sends of a robot is what LeRobot's own client sends of it, read by the real classes under Python,
/// and byte for byte.
/// </summary>
public sealed class SentMessagesTests : IDisposable
{
    private const int Observations = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // 2.7 MB in all: two messages.
    private static readonly RobotFeatures Robot = WanderingRobot.Arm with
    {
        Cameras = [new("head_left", 480, 640), new("wrist_left", 480, 640), new("wrist_right", 480, 640)],
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");

    [NeedsPythonTheory("lerobot")]
    [InlineData(LeRobotVersion.Current, "lerobot.async_inference.helpers")]
    [InlineData(LeRobotVersion.V03, "lerobot.scripts.server.helpers")]
    public async Task It_is_what_LeRobots_own_client_sends(LeRobotVersion version, string module)
    {
        int[][][] parts = await Send(version);
        JsonElement same = await PythonProgram.Run("lerobot", Patience, "tests/peers/lerobot/check_sent.py",
            _folder.FullName, "--task", "reach the cube", "--chunk", "20", "--module", module);
        same.GetProperty("wrong").GetArrayLength().ShouldBe(0, $"{same}");
        same.GetProperty("observations").GetInt32().ShouldBe(Observations);
        same.GetProperty("identical").GetInt32().ShouldBe(Observations, $"{same}");
        same.GetProperty("parts").Deserialize<int[][][]>().ShouldBe(parts, $"{same}");
        if (version is LeRobotVersion.Current)
            same.GetProperty("same_instructions").GetBoolean().ShouldBeTrue($"{same}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Has our client send some, and leaves them in the folder.</summary>
    /// <returns>The transfer state and length of each message of each observation.</returns>
    private async Task<int[][][]> Send(LeRobotVersion version)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var server = new RecordedServer();
        await using GrpcServer listening = await GrpcServer.StartAsync(
            [new IPEndPoint(IPAddress.Loopback, 0)], server, new LimitsOptions(), NullLoggerFactory.Instance);
        await using var driven = new DrivenRobot(
            DrivenRobot.Options($"{listening.EndPoints[0]}") with { ServerVersion = version }, Robot);
        var parts = new int[Observations][][];
        for (int i = 0; i < Observations; i++)
        {
            IReadOnlyList<byte[]> messages = await server.Observation(patience.Token);
            parts[i] = [.. messages.Select(
                message => new int[] { message[1], RecordedSession.Pickle([message]).Length })];
            await Write($"observation-{i}.pkl", RecordedSession.Pickle(messages));
        }
        await driven.Stop();
        await Write("instructions.pkl", RecordedSession.Pickle([server.Instructions!]));
        await Write("robot.json", JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["joints"] = new JsonArray([.. Robot.Joints.Select(name => JsonValue.Create(name))]),
            ["cameras"] = new JsonObject(Robot.Cameras.Select(camera => KeyValuePair.Create<string, JsonNode?>(
                camera.Name, new JsonArray(camera.Height, camera.Width)))),
            ["shown"] = driven.Record.Shown,
        }));
        return parts;
    }

    private Task Write(string file, byte[] content) =>
        File.WriteAllBytesAsync(Path.Combine(_folder.FullName, file), content);
}
