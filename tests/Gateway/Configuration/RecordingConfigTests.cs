using PolicyGate.Gateway.Configuration;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Configuration;

/// <summary>What of which route is recorded, and where to.</summary>
public sealed class RecordingConfigTests
{
    [Fact]
    public void The_pages_configuration_passes_the_strict_check()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, Example());
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationRequest
        {
            File = file,
            Set =
            [
                "Policies:reach:Folder=/reach", "Policies:reach:Backend=Onnx", "Policies:hold:Folder=/hold",
                "Policies:hold:Backend=Scripted", "Wires:OpenArm:0:Listen=/arm.socket", "Wires:OpenArm:0:Route=arm",
            ],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        });
        File.Delete(file);

        loaded.Errors.ShouldBeEmpty();
        loaded.Config!.Routes["spare"].Recording.ShouldBe(new RouteRecordingConfig(30, RecordedTicks.Failures));
    }

    [Theory]
    [InlineData("Recording:AllRoutes=true", "Gateway:Recording:Folder: missing")]
    [InlineData("Recording:Folder=/x", "Gateway:Recording:Folder: nothing is recorded into it")]
    [InlineData("Routes:arm:Recording:On=true", "Gateway:Routes:arm:Recording:On: there is no folder")]
    [InlineData("Routes:arm:Recording:Every=2", "Gateway:Routes:arm:Recording:On: missing")]
    [InlineData("Routes:arm:Recording:Every=0", "Gateway:Routes:arm:Recording:Every: expected 1 or more")]
    [InlineData("Routes:arm:Recording:Only=Some", "expected one of All, Failures, GuardHits")]
    [InlineData("Limits:RecordingBytes=0", "Gateway:Limits:RecordingBytes: expected 1 to")]
    public void A_recording_that_is_configured_by_halves_is_refused(string setting, string error)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationRequest
        {
            File = Repository.At("appsettings.json"),
            Policy = Path.Combine(GoldenData.Root, "act-tiny"),
            Sockets = ["/arm.socket"],
            Set = [setting, "Routes:arm:Policy=act-tiny"],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        });

        string.Join('\n', loaded.Errors).ShouldContain(error);
    }

    private static string Example()
    {
        string page = File.ReadAllText(Repository.At("docs/recording.md"));
        const string Start = "```json\n";
        int begin = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
    }
}
