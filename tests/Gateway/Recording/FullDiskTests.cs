using PolicyGate.Gateway.Recording;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Recording;

public sealed class FullDiskTests
{
    [NeedsSmallDiskFact]
    public async Task On_a_full_disk_robots_are_answered_and_recording_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(kibibytes: 4000);
        string filler = Path.Combine(disk.Path, "filler");
        File.WriteAllBytes(filler, new byte[2000 << 10]);
        string folder = Path.Combine(disk.Path, "recordings");
        LogLines log;
        await using (ServedGateway gateway = await ServedGateway.Start(
            Path.Combine(GoldenData.Root, "act-tiny"), "Scripted",
            new() { ["Recording:Folder"] = folder, ["Recording:AllRoutes"] = "true" }))
        {
            log = gateway.Log;
            string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);
            using RobotSocket robot = gateway.Connect();
            Eventually.Holds(
                () => Said(robot, request, log, "recording has stopped: No space left on device"), () => log.Text);
            File.Delete(filler);
            Eventually.Holds(() => Said(robot, request, log, "recording again; "), () => log.Text);
        }
        RecordingInput.Open(folder, new(), out RecordingInput? input).ShouldBeNull();
        long[] ticks = [.. input!.Read().Select(tick => tick.Tick)];
        input.Unreadable.ShouldBeEmpty();
        ticks[0].ShouldBe(0);
        ticks.ShouldBe(ticks.Order());
        // What was still waiting may have filled it again: once for each time, whatever was lost.
        (Lines(log, "recording has stopped") - Lines(log, "recording again")).ShouldBeInRange(0, 1);
    }

    private static int Lines(LogLines log, string text) =>
        log.All.Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Asks once more, and is answered.</summary>
    private static bool Said(RobotSocket robot, string request, LogLines log, string text)
    {
        robot.Ask(request).GetProperty("positions").GetArrayLength().ShouldBe(20);
        return log.Text.Contains(text, StringComparison.Ordinal);
    }
}
