using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.Configuration;

public sealed class ConfigurationSourceTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Defaults_hold_where_the_file_is_silent_and_a_lone_policy_is_its_own_route()
    {
        GatewayConfig config = Good(_folder.WithGateway(ConfigurationFolder.Good).Request());

        config.PluginFolder.ShouldBe("/program/plugins");
        config.Chunks.ShouldBe(new ChunksConfig { DropLateRows = true, OnFailure = FailureAction.SkipThenHold });
        config.Pacing.MinimumInterval.ShouldBeNull();
        OpenArmWireConfig wire = config.OpenArm.ShouldHaveSingleItem();
        wire.Route.Name.ShouldBe("reach");
        wire.Policy.Device.ShouldBe("cpu");
        wire.DataRoots.ShouldBe(["/dev/shm", Path.GetTempPath(), "/openeval"]);
        wire.Robot.ShouldBeNull();
    }

    [Fact]
    public void Paths_in_the_file_are_relative_to_the_file()
    {
        GatewayConfig config = Good(_folder.WithGateway(ConfigurationFolder.Good).Request());

        config.OpenArm[0].Listen.ShouldBe(_folder.In("robot.socket"));
        config.Policies["REACH"].Folder.ShouldBe(_folder.In("policies/reach"));
    }

    [Fact]
    public void Paths_of_the_environment_and_the_command_line_are_relative_to_the_working_folder()
    {
        GatewayConfig config = Good(_folder.WithGateway(ConfigurationFolder.Good).Request() with
        {
            Environment = Variables(("Gateway__PluginFolder", "mine")),
            Set = ["Policies:reach:Folder=other"],
            Sockets = ["s1"],
        });

        config.PluginFolder.ShouldBe("/work-folder/mine");
        config.Policies["reach"].Folder.ShouldBe("/work-folder/other");
        config.OpenArm.ShouldHaveSingleItem().Listen.ShouldBe("/work-folder/s1");
    }

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        ConfigurationRequest request = _folder.WithGateway($$"""
            {{ConfigurationFolder.Good}}, "Limits": { "Positions": 1, "TaskBytes": 1, "ChunkRows": 1 }
            """).Request();
        GatewayConfig config = Good(request with
        {
            Environment = Variables(("Gateway__Limits__TaskBytes", "2"), ("gateway__limits__chunkrows", "2")),
            Set = ["gateway:limits:chunkrows=3"],
        });

        config.Limits.Positions.ShouldBe(1);
        config.Limits.TaskBytes.ShouldBe(2);
        config.Limits.ChunkRows.ShouldBe(3);
    }

    [Fact]
    public void An_error_names_the_source_that_it_comes_from()
    {
        ConfigurationRequest request = _folder.WithGateway(ConfigurationFolder.Good).Request();
        LoadedConfiguration loaded = ConfigurationLoader.Load(request with
        {
            Environment = Variables(("Gateway__Chunk__X", "1"), ("Other__X", "1")),
            Set = ["Chunks:DropLateRows=perhaps", "nothing"],
        });

        loaded.Errors.Select(error => error.Source)
            .ShouldBe([null, "environment variable Gateway__Chunk", "--set"], ignoreOrder: true);
        loaded.Errors.ShouldContain(error => error.Message.Contains("--set nothing: expected Key:Sub=Value"));
    }

    [Fact]
    public void Policy_replaces_policies_and_routes_and_the_wires_stay()
    {
        GatewayConfig config = Good(_folder.WithGateway("""
            "Policies": { "a": { "Folder": "a", "Backend": "Onnx" } },
            "Routes": { "main": { "Policy": "a" } },
            "Wires": { "OpenArm": [ { "Listen": "robot.socket", "Route": "main", "Timing": true } ] }
            """).Request() with { Policy = "my/policy/", Backend = "Scripted", Set = ["Policies:policy:Device=cuda"] });

        config.Policies.Keys.ShouldBe(["policy"]);
        OpenArmWireConfig wire = config.OpenArm.ShouldHaveSingleItem();
        (wire.Timing, wire.Listen).ShouldBe((true, _folder.In("robot.socket")));
        (wire.Policy.Folder, wire.Policy.Backend, wire.Policy.Device)
            .ShouldBe(("/work-folder/my/policy/", "Scripted", "cuda"));
    }

    [Fact]
    public void Sockets_of_the_command_line_replace_all_wires()
    {
        GatewayConfig config = Good(_folder.WithGateway(ConfigurationFolder.Good).Request() with
        {
            Sockets = ["/a", "/b"],
            Connect = ["/c"],
            Set = ["Wires:OpenArm:2:Timing=true"],
        });

        config.OpenArm.Select(wire => (wire.Listen, wire.Connect, wire.Timing))
            .ShouldBe([("/a", null, false), ("/b", null, false), (null, "/c", true)]);
    }

    [Fact]
    public void Policy_and_socket_need_no_file()
    {
        GatewayConfig config = Good(_folder.Request() with { File = null, Policy = "reach", Sockets = ["/a"] });

        config.Policies["reach"].Backend.ShouldBe("Onnx");
    }

    [Fact]
    public void The_file_is_the_one_asked_for_then_here_then_the_environments_then_beside_the_program()
    {
        foreach (string place in (string[])["asked", "here", "named", "program"])
        {
            Directory.CreateDirectory(_folder.In(place));
            File.WriteAllText(_folder.In($"{place}/appsettings.json"), "{}");
        }

        ConfigurationRequest request = _folder.Request() with
        {
            File = "../asked/appsettings.json",
            WorkingFolder = _folder.In("here"),
            ProgramFolder = _folder.In("program"),
            Environment = Variables(("POLICYGATE_CONFIG", _folder.In("named/appsettings.json"))),
        };
        ConfigurationFile.Find(request).ShouldBe(_folder.In("asked/appsettings.json"));
        request = request with { File = null };
        ConfigurationFile.Find(request).ShouldBe(_folder.In("here/appsettings.json"));
        request = request with { WorkingFolder = _folder.Path };
        ConfigurationFile.Find(request).ShouldBe(_folder.In("named/appsettings.json"));
        request = request with { Environment = Variables() };
        ConfigurationFile.Find(request).ShouldBe(_folder.In("program/appsettings.json"));
        request = request with { ProgramFolder = _folder.Path };
        ConfigurationFile.Find(request).ShouldBeNull();
    }

    [Fact]
    public void Null_and_empty_sections_are_as_if_they_were_not_there()
    {
        GatewayConfig config = Good(_folder.WithGateway($$"""
            {{ConfigurationFolder.Good}}, "Chunks": {}, "Limits": null, "Robots": {},
            "Pacing": { "MaximumRateHz": null },
            // Comments and trailing commas are allowed.
            """).Request());

        config.Pacing.MinimumInterval.ShouldBeNull();
        config.Chunks.DropLateRows.ShouldBeTrue();
    }

    [Fact]
    public void The_backends_own_options_are_handed_on_unjudged()
    {
        GatewayConfig config = Good(_folder.WithGateway(ConfigurationFolder.Good.Replace(
            "\"Onnx\"", "\"Onnx\", \"Options\": { \"Threads\": 2 }", StringComparison.Ordinal)).Request());

        config.Policies["reach"].Options["Threads"].ShouldBe("2");
    }

    [Fact]
    public void A_robot_has_its_limits_by_index_and_a_rate_becomes_an_interval()
    {
        GatewayConfig config = Good(_folder.WithGateway("""
            "Policies": { "reach": { "Folder": "r", "Backend": "Onnx" } },
            "Robots": { "arm": { "Minimum": [ -1.5, 0 ], "Maximum": [ 1.5, 0.04 ] } },
            "Wires": { "OpenArm": [ { "Listen": "robot.socket", "Robot": "ARM" } ] },
            "Pacing": { "MaximumRateHz": 4 }
            """).Request());

        RobotConfig robot = config.OpenArm[0].Robot.ShouldNotBeNull();
        robot.Minimum.ShouldBe([-1.5f, 0f]);
        robot.Maximum.ShouldBe([1.5f, 0.04f]);
        config.Pacing.MinimumInterval.ShouldBe(TimeSpan.FromMilliseconds(250));
    }

    private static GatewayConfig Good(ConfigurationRequest request)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(request);
        loaded.Errors.ShouldBeEmpty();
        return loaded.Config.ShouldNotBeNull();
    }

    private static Dictionary<string, string> Variables(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
}
