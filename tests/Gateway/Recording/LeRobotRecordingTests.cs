using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Gateway.Recording;

/// <summary>A LeRobot robot's ticks, in the same form.</summary>
public sealed class LeRobotRecordingTests : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-test-");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_messages_are_recorded_as_they_came_and_went()
    {
        byte[] instructions;
        var observations = new List<byte[]>();
        var answers = new List<byte[]>();
        await using (ServedGateway gateway = await ServedGateway.Start(
            Path.Combine(GoldenData.Root, "act-tiny"), "Scripted", new()
            {
                ["Wires:LeRobot:Endpoint"] = "127.0.0.1:0",
                ["Recording:Folder"] = _folder.Path,
                ["Recording:AllRoutes"] = "true",
            }))
        {
            using var robot = new LeRobotRobot(gateway.Host.LeRobotEndPoints.Single());
            await robot.Begin("act-tiny");
            instructions = LeRobotRobot.DataMessage(1, robot.Instructions("act-tiny"));
            for (int step = 0; step < 3; step++)
            {
                byte[] observation = robot.Observation(step, mustGo: true, 0.25 + step);
                (await robot.Send(observation)).Good();
                observations.Add(observation);
                answers.Add((await robot.GetActions()).Good());
            }
        }

        RecordingInput.Open(_folder.Path, new(), out RecordingInput? input).ShouldBeNull();
        int count = 0;
        foreach (RecordedTick tick in input!.Read())
        {
            tick.Wire.ShouldBe(RecordedWire.LeRobot);
            tick.Session.ShouldStartWith("lerobot#1");
            tick.Request.ToArray().ShouldBe(instructions);
            tick.Observation.Span.SequenceEqual(observations[count]).ShouldBeTrue();
            LeRobotRobot.DataMessage(1, tick.Reply.Span).ShouldBe(answers[count]);
            tick.Outcome.ShouldBe(TickOutcome.Chunk);
            tick.BeginsEpisode.ShouldBe(count == 0);
            tick.Run.ShouldBe(count);
            tick.Chunk.Span[0].ShouldBe(0.25f + count);
            tick.Clock!.Value.Ran.ShouldBeGreaterThan(tick.Clock.Value.Asked);
            count++;
        }
        count.ShouldBe(3);
        input.Unreadable.ShouldBeEmpty();
        ShouldBeInspected();
    }

    private void ShouldBeInspected()
    {
        CommandLineRun run = CommandLineRun.Of(
            "inspect", _folder.Path, "--png", _folder.PathOf("pictures"), "--joints", _folder.PathOf("joints"));

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain("3 ticks of 1 session in 1 run");
        string[] pictures = Directory.GetFiles(Directory.GetDirectories(_folder.PathOf("pictures")).Single());
        pictures.Select(Path.GetFileName).Order().ShouldBe(["head_left.png", "wrist_left.png", "wrist_right.png"]);
        LeRobotPicture shown = LeRobotRobot.Picture("wrist_left", 48, 64);
        string saved = pictures.Single(file => file.EndsWith("wrist_left.png", StringComparison.Ordinal));
        PngPicture.Read(File.ReadAllBytes(saved)).Pixels.AsSpan().SequenceEqual(shown.Pixels.Span).ShouldBeTrue();
        File.ReadAllText(Directory.GetFiles(_folder.PathOf("joints")).Single()).ShouldContain("<circle");
    }
}
