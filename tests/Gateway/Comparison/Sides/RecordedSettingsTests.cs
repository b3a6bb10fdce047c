using PolicyGate.Gateway.Comparison.Sides;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Tests.Gateway.Comparison.Sides;

public sealed class RecordedSettingsTests
{
    private static readonly RecordingManifest Manifest = new()
    {
        Format = RecordingManifest.Current,
        Gateway = "1",
        Begun = default,
        Settings = new Dictionary<string, string>
        {
            ["Chunks:Blend"] = "CrossFade",
            ["Policies:reach:Device"] = "cuda:1",
            ["Policies:reach:Options:Threads"] = "2",
            ["Policies:other:Device"] = "cpu",
            ["Wires:LeRobot:Fps"] = "12.5",
        },
        Routes = [new RecordedRoute("reach", Robot: null, "reach", "Onnx", "/reach", "", [], 20, [])],
    };

    [Fact]
    public void What_makes_a_chunk_holds_for_both_sides() => RecordedSettings.OfBoth(Manifest).ShouldNotBeNull()
        .ShouldBe(new Dictionary<string, string> { ["Gateway:Chunks:Blend"] = "CrossFade" });

    [Fact]
    public void The_recorded_backend_runs_as_it_did_and_another_by_its_own_options()
    {
        RecordedSettings.OfSide(Manifest, new NamedPolicy("A", "/reach", "onnx"))
            .ShouldBe(["Policies:A:Device=cuda:1", "Policies:A:Options:Threads=2"], ignoreOrder: true);
        RecordedSettings.OfSide(Manifest, new NamedPolicy("B", "/reach", "TorchSharp")).ShouldBeEmpty();
    }

    [Fact]
    public void LeRobots_rate_is_that_of_the_recording()
    {
        RecordedSettings.LeRobotFps(Manifest).ShouldBe(12.5);
        RecordedSettings.LeRobotFps(manifest: null).ShouldBeNull();
        RecordedSettings.OfBoth(manifest: null).ShouldBeNull();
    }
}
