using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.Configuration;

/// <summary>A policy folder's own file: it may be a stranger's, and is weaker than the operator's word.</summary>
public sealed class PolicyFolderSettingsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_says_how_its_policy_is_served()
    {
        GatewayConfig config = Good(Load("""
            "Policies": { "cube": { "Backend": "TorchSharp", "Device": "cuda", "Options": { "Threads": 2 } } },
            "Chunks": { "Blend": "CrossFade" },
            "Robots": { "arm": { "Minimum": [ -1 ], "Maximum": [ 1 ] } },
            "Wires": { "OpenArm": [ { "Robot": "arm", "Timing": true } ] }
            """));

        PolicyConfig policy = config.Policies["cube"];
        (policy.Folder, policy.Backend, policy.Device).ShouldBe((_folder.Path, "TorchSharp", "cuda"));
        policy.Options["Threads"].ShouldBe("2");
        config.Chunks.Blend.ShouldBe(BlendMode.CrossFade);
        OpenArmWireConfig wire = config.OpenArm.ShouldHaveSingleItem();
        (wire.Connect, wire.Timing, wire.Robot!.Name).ShouldBe(("/robot.socket", true, "arm"));
    }

    [Theory]
    [InlineData("PluginFolder", "\"/tmp/stranger\"")]
    [InlineData("RunAs", "\"Keep\"")]
    [InlineData("Policies", """{ "x": { "Folder": "/tmp/stranger" } }""")]
    [InlineData("Policies", """{ "x": { "LibraryPath": "/tmp/stranger" } }""")]
    [InlineData("Policies", """{ "x": { "Environment": { "LD_PRELOAD": "stranger.so" } } }""")]
    [InlineData("Policies", """{ "x": { "Options": { "NvInferLibrary": "/tmp/stranger.so" } } }""")]
    [InlineData("Policies", """{ "x": { "Device": "cpu" }, "y": { "Device": "cpu" } }""")]
    [InlineData("Recording", """{ "Folder": "/" }""")]
    [InlineData("Limits", """{ "ObservationBytes": 9000000000 }""")]
    [InlineData("Wires", """{ "LeRobot": { "Endpoint": "0.0.0.0:8080" } }""")]
    [InlineData("Wires", """{ "OpenArm": [ { "DataRoots": [ "/" ] } ] }""")]
    [InlineData("Chunks", """{ "SimulatedLatency": "00:00:01" }""")]
    [InlineData("Robots", """{ "arm": { "File": "/dev/zero" } }""")]
    [InlineData("Robots", """{ "lab": { "MaximumVelocity": [ 1000 ] } }""")]
    public void What_loads_writes_opens_or_loosens_is_refused_with_the_files_name(string key, string value)
    {
        LoadedConfiguration loaded = Load(
            $"\"{key}\": {value}",
            ("Gateway__Robots__lab__Maximum__0", "1"), ("Gateway__Robots__lab__Minimum__0", "0"));

        ConfigurationError error = loaded.Errors.ShouldHaveSingleItem();
        error.Source.ShouldBe(_folder.File);
        error.Path.ShouldStartWith($"Gateway:{key}");
    }

    [Fact]
    public void A_slip_of_the_pen_is_told_as_in_any_configuration()
    {
        Load("\"Chunks\": { \"Blnd\": \"None\" }").Errors.ShouldHaveSingleItem().ToString()
            .ShouldBe($"Gateway:Chunks:Blnd: unknown key 'Blnd'; did you mean 'Blend'? ({_folder.File})");
    }

    [Fact]
    public void The_operator_has_the_last_word()
    {
        GatewayConfig config = Good(Load(
            """
            "Policies": { "x": { "Backend": "TorchSharp" } },
            "Chunks": { "DropLateRows": false, "Blend": "CrossFade" }
            """,
            backend: "Scripted", ("Gateway__Chunks__DropLateRows", "true")));

        config.Policies["x"].Backend.ShouldBe("Scripted");
        (config.Chunks.DropLateRows, config.Chunks.Blend).ShouldBe((true, BlendMode.CrossFade));
    }

    [Fact]
    public void Named_by_config_it_is_the_operators_own_and_may_say_everything()
    {
        _folder.WithGateway("\"PluginFolder\": \"mine\"");
        ConfigurationRequest request = _folder.Request() with { Policy = _folder.Path, Connect = ["/robot.socket"] };

        Good(ConfigurationLoader.Load(request)).PluginFolder.ShouldBe(_folder.In("mine"));
    }

    private LoadedConfiguration Load(string keys, params (string Name, string Value)[] environment) =>
        Load(keys, backend: null, environment);

    private LoadedConfiguration Load(string keys, string? backend, params (string Name, string Value)[] environment)
    {
        _folder.WithGateway(keys);
        return ConfigurationLoader.Load(_folder.Request() with
        {
            File = null,
            Policy = _folder.Path,
            Backend = backend,
            Connect = ["/robot.socket"],
            Environment = environment.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal),
        });
    }

    private static GatewayConfig Good(LoadedConfiguration loaded)
    {
        loaded.Errors.ShouldBeEmpty();
        return loaded.Config.ShouldNotBeNull();
    }
}
