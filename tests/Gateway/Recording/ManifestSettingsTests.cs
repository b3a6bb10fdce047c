using PolicyGate.Gateway.Recording;

namespace PolicyGate.Tests.Gateway.Recording;

/// <summary>A recording may be a stranger's: what it says is loaded nowhere.</summary>
public sealed class ManifestSettingsTests
{
    [Theory]
    [InlineData("PluginFolder", "/tmp/stranger")]
    [InlineData("Gateway:PluginFolder", "/tmp/stranger")]
    [InlineData("Policies:reach:Folder", "/tmp/stranger")]
    [InlineData("Policies:reach:LibraryPath", "/tmp/stranger")]
    [InlineData("Policies:reach:Environment:LD_PRELOAD", "stranger.so")]
    [InlineData("Policies:reach:Isolation", "Process")]
    [InlineData("Policies:reach:Options:NvInferLibrary", "/tmp/stranger.so")]
    [InlineData("Limits:ObservationBytes", "9000000000")]
    [InlineData("Recording:Folder", "/")]
    [InlineData("Wires:LeRobot:Endpoint", "0.0.0.0:8080")]
    public void What_loads_writes_or_opens_is_passed_over(string key, string value) => Of(key, value).ShouldBeEmpty();

    [Theory]
    [InlineData("Chunks:Blend", "CrossFade")]
    [InlineData("Gateway:Pacing:MaximumRateHz", "15")]
    [InlineData("Robots:arm:File", "/robots/arm.json")]
    [InlineData("Wires:LeRobot:Fps", "12.5")]
    [InlineData("Policies:reach:Device", "cuda:1")]
    [InlineData("Policies:reach:Options:Threads", "2")]
    public void What_makes_an_answer_counts(string key, string value) =>
        Of(key, value).ShouldHaveSingleItem().Value.ShouldBe(value);

    private static Dictionary<string, string> Of(string key, string value) => ManifestSettings.Of(new RecordingManifest
    {
        Format = RecordingManifest.Current,
        Gateway = "1",
        Begun = default,
        Settings = new Dictionary<string, string> { [key] = value },
        Routes = [],
    });
}
