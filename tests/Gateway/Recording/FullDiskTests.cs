using PolicyGate.Gateway.Recording;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Recording;

public sealed class FullDiskTests
{
    [NeedsSmallDiskFact]
    public async Task On_a_full_disk_robots_are_answered_and_recording_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(kibibytes: 600);
        string filler = Path.Combine(disk.Path, "filler");
        File.WriteAllBytes(filler, new byte[400 << 10]);
        string folder = Path.Combine(disk.Path, "recordings");
        await using ServedGateway gateway = await ServedGateway.Start(
            Path.Combine(GoldenData.Root, "act-tiny"), "Scripted",
            new() { ["Recording:Folder"] = folder, ["Recording:AllRoutes"] = "true" });
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);
        using RobotSocket robot = gateway.Connect();
        void Ask() => robot.Ask(request).GetProperty("positions").GetArrayLength().ShouldBe(20);

        Eventually.Holds(() => Asked("recording has stopped: No space left on device"), () => gateway.Log.Text);
        File.Delete(filler);
        Eventually.Holds(() => Asked("recording again; "), () => gateway.Log.Text);

        robot.Dispose();
        await gateway.Host.DisposeAsync();
        RecordingInput.Open(folder, new(), out RecordingInput? input).ShouldBeNull();
        long[] ticks = [.. input!.Read().Select(tick => tick.Tick)];
        input.Unreadable.ShouldBeEmpty();
        ticks[0].ShouldBe(0);
        ticks.ShouldBe(ticks.Order());
        gateway.Log.All.Count(line => line.Contains("recording has stopped", StringComparison.Ordinal)).ShouldBe(1);

        bool Asked(string until)
        {
            Ask();
            return gateway.Log.Text.Contains(until, StringComparison.Ordinal);
        }
    }
}
