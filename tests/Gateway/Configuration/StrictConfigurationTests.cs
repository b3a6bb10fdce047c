namespace PolicyGate.Tests.Gateway.Configuration;

public sealed class StrictConfigurationTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"Polices\": {}", "Gateway:Polices: unknown key 'Polices'; did you mean 'Policies'?")]
    [InlineData("\"Chunks\": { \"DropLateRow\": true }", "unknown key 'DropLateRow'; did you mean 'DropLateRows'?")]
    [InlineData("\"Chunks\": { \"Blending\": 1 }", "unknown key 'Blending'; known are DropLateRows, Window")]
    [InlineData("\"Chunks\": { \"OnFailure\": \"Zero\" }",
        "Gateway:Chunks:OnFailure: expected one of SkipThenHold, Skip, Hold, found 'Zero'")]
    [InlineData("\"Chunks\": { \"OnFailure\": 1 }", "expected one of SkipThenHold, Skip, Hold, found '1'")]
    [InlineData("\"Chunks\": { \"DropLateRows\": \"no\" }", "expected true or false, found 'no'")]
    [InlineData("\"Chunks\": [ 1 ]", "Gateway:Chunks:0: unknown key '0'")]
    [InlineData("\"Chunks\": 3", "Gateway:Chunks: expected a section, found '3'")]
    [InlineData("\"PluginFolder\": { \"a\": 1 }", "Gateway:PluginFolder: expected text, found a list or section")]
    [InlineData("\"PluginFolder\": \"\"", "Gateway:PluginFolder: expected a path, found nothing")]
    [InlineData("\"Pacing\": { \"MaximumRateHz\": \"fast\" }", "expected a finite number, found 'fast'")]
    [InlineData("\"Pacing\": { \"MaximumRateHz\": \"NaN\" }", "expected a finite number, found 'NaN'")]
    [InlineData("\"Pacing\": { \"MaximumRateHz\": 0 }", "expected 0.001 to 10000 per second, found 0")]
    [InlineData("\"Limits\": { \"Connections\": 0 }", "Gateway:Limits:Connections: expected 1 to 1073741824, found 0")]
    [InlineData("\"Limits\": { \"Connections\": 1.5 }", "expected a whole number, found '1.5'")]
    [InlineData("\"Limits\": { \"ArrowDepth\": 1000 }", "Gateway:Limits:ArrowDepth: expected 1 to 256, found 1000")]
    [InlineData("\"Limits\": { \"DrainTime\": 5 }", "expected a time as 00:00:05 or 00:00:00.500, found '5'")]
    [InlineData("\"Limits\": { \"DrainTime\": \"-00:00:01\" }", "expected more than 00:00:00 and at most 01:00:00")]
    [InlineData("\"Robots\": { \"arm\": { \"Minimum\": [ 0 ] } }", "Gateway:Robots:arm:Maximum: missing")]
    [InlineData("\"Robots\": { \"arm\": { \"Minimum\": [ 0, 1 ], \"Maximum\": [ 1 ] } }",
        "Gateway:Robots:arm:Maximum: expected as many values as Minimum has (2), found 1")]
    [InlineData("\"Robots\": { \"arm\": { \"Minimum\": [ 0 ], \"Maximum\": [ 0 ] } }",
        "Gateway:Robots:arm:Maximum:0: expected more than the minimum of joint 0, 0, found 0")]
    [InlineData("\"Robots\": { \"arm\": { \"Minimum\": [ 0, null ], \"Maximum\": [ 1, 2 ] } }",
        "Gateway:Robots:arm:Minimum:1: expected a finite number, found nothing")]
    [InlineData("\"Robots\": { \"arm\": { \"Minimum\": [ 0 ], \"Maximum\": [ 1 ], \"MaximumJerk\": [ 0 ] } }",
        "Gateway:Robots:arm:MaximumJerk:0: expected more than 0 rad/s³, found 0")]
    [InlineData("\"Robots\": { \"arm\": { \"Minimum\": [ 0 ], \"Maximum\": [ 1 ], \"MaximumVelocity\": [ 1, 1 ] } }",
        "Gateway:Robots:arm:MaximumVelocity: expected as many values as Minimum has (1), found 2")]
    [InlineData("\"Robots\": { \"arm\": { \"Minimum\": [ 0 ], \"Maximum\": [ 1e300 ] } }",
        "Gateway:Robots:arm:Maximum:0: expected a position in radians, found 1E+300")]
    [InlineData("\"Robots\": { \"arm\": { \"Minimum\": [ 0 ], \"Maximum\": [ 1 ], \"MaximumVelocity\": [ 9 ],"
        + " \"MaximumAcceleration\": [ 1 ] } }", "joint 0 needs 9 s to stop")]
    [InlineData("\"Pacing\": { \"ReplanAfter\": 1.5 }", "expected 0 to 1, the part of a chunk that is played,")]
    [InlineData("\"Pacing\": { \"SimilarityRadians\": 0 }", "expected more than 0 and at most 10, found 0")]
    [InlineData("\"Pacing\": { \"MaximumAge\": \"00:00:00\" }", "Gateway:Pacing:MaximumAge: expected more than")]
    [InlineData("\"Chunks\": { \"Window\": { \"Size\": 0 } }", "Chunks:Window:Size: expected 1 or more, found 0")]
    [InlineData("\"Chunks\": { \"ResampleHz\": 5000 }", "expected 1 to 1000 rows a second, found 5000")]
    [InlineData("\"Chunks\": { \"Blend\": \"Fade\" }", "Gateway:Chunks:Blend: expected one of None, LatestOnly,")]
    [InlineData("\"Episodes\": { \"Gap\": \"00:00:00\" }", "Gateway:Episodes:Gap: expected more than 00:00:00")]
    [InlineData("\"Routes\": { \"main\": { \"Policy\": \"raech\" } }",
        "Gateway:Routes:main:Policy: no policy 'raech'; did you mean 'reach'?")]
    [InlineData("\"Routes\": { \"main\": {} }", "Gateway:Routes:main:Policy: missing")]
    [InlineData("\"Wires\": { \"LeRobot\": { \"Endpoint\": \"robot:8080\" } }",
        "Gateway:Wires:LeRobot:Endpoint: expected HOST:PORT with an IP address or localhost")]
    [InlineData("\"Wires\": { \"LeRobot\": { \"Endpoint\": \"0.0.0.0:8080\" } }",
        "this wire has no encryption of its own")]
    [InlineData("\"Wires\": { \"LeRobot\": { \"Endpoint\": \"0.0.0.0:8080\", \"AllowRemote\": true } }",
        "Gateway:Wires:LeRobot:AllowedSubnets: missing: AllowRemote needs")]
    [InlineData("\"Wires\": { \"LeRobot\": { \"Endpoint\": \"[::1]\", \"AllowedSubnets\": [ \"lab\" ] } }",
        "Gateway:Wires:LeRobot:AllowedSubnets:0: expected a subnet, as 192.168.7.0/24, found 'lab'")]
    [InlineData("\"Wires\": { \"LeRobot\": { \"Endpoint\": \"localhost\", \"Policies\": { \"a/b\": \"raech\" } } }",
        "Gateway:Wires:LeRobot:Policies:a/b: no route 'raech'; did you mean 'reach'?")]
    [InlineData("\"Wires\": { \"LeRobot\": { \"Endpoint\": \"localhost\", \"Fps\": 0 } }",
        "Gateway:Wires:LeRobot:Fps: expected 0.001 to 10000")]
    [InlineData("\"Wires\": { \"LeRobot\": { \"Endpoint\": \"localhost\", \"SimilarityThreshold\": 0 } }",
        "Gateway:Wires:LeRobot:SimilarityThreshold: expected more than 0")]
    [InlineData("\"Wires\": { \"LeRobot\": { \"Endpoint\": \"localhost\", \"InferenceLatency\": \"00:02:00\" } }",
        "Gateway:Wires:LeRobot:InferenceLatency: expected 00:00:00 to 00:01:00")]
    public void A_wrong_key_or_value_is_told_with_its_path_and_what_was_expected(string keys, string expected)
    {
        string error = _folder.WithGateway($"{ConfigurationFolder.Good}, {keys}").Errors().ShouldHaveSingleItem();

        error.ShouldContain(expected);
        error.ShouldEndWith($"({_folder.File})");
    }

    [Theory]
    [InlineData("{}", "Gateway:Wires:OpenArm:0: expected either Listen or Connect, found neither")]
    [InlineData("{ \"Listen\": \"a\", \"Connect\": \"b\" }", "expected either Listen or Connect, found both")]
    [InlineData("{ \"Listen\": \"a\", \"Route\": \"raech\" }", "0:Route: no route 'raech'; did you mean 'reach'?")]
    [InlineData("{ \"Listen\": \"a\", \"Robot\": \"openarm\" }", "0:Robot: no robot 'openarm'; there are none")]
    [InlineData("{ \"Listen\": \"a\", \"DataRoots\": [] }", "0:DataRoots: expected at least one folder")]
    [InlineData("{ \"Listen\": \"a\", \"DataRoots\": \"/tmp\" }", "0:DataRoots: expected a list, found '/tmp'")]
    [InlineData("{ \"Listen\": \"a\" }, { \"Connect\": \"a\" }", "is Gateway:Wires:OpenArm:0's already")]
    [InlineData("{ \"Lissten\": \"a\", \"Connect\": \"b\" }", "unknown key 'Lissten'; did you mean 'Listen'?")]
    public void A_wrong_wire_is_told(string wires, string expected)
    {
        const string Policy = "\"Policies\": { \"reach\": { \"Folder\": \"r\", \"Backend\": \"Onnx\" } }";

        _folder.WithGateway($"{Policy}, \"Wires\": {{ \"OpenArm\": [ {wires} ] }}").Errors()
            .ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Theory]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    [InlineData("CUDA:1", true)]
    [InlineData("cuda:", false)]
    [InlineData("cpu:0", false)]
    [InlineData("gpu", false)]
    public void A_device_is_cpu_or_cuda_with_or_without_a_number(string device, bool good)
    {
        _folder.WithGateway($$"""
            "Policies": { "reach": { "Folder": "r", "Backend": "Onnx", "Device": "{{device}}" } },
            "Wires": { "OpenArm": [ { "Listen": "a" } ] }
            """);

        (_folder.Load().Config is not null).ShouldBe(good);
    }

    [Theory]
    [InlineData("00:00:00.050", null)]
    [InlineData("00:00:02", null)]
    [InlineData("00:00:02.001", "00:00:02.0010000")]
    [InlineData("00:00:00", "00:00:00")]
    public void A_deadline_is_within_the_time_of_any_inference(string deadline, string? found)
    {
        string[] errors = _folder.WithGateway($$"""
            "Policies": { "reach": { "Folder": "r", "Backend": "Onnx", "Deadline": "{{deadline}}" } },
            "Wires": { "OpenArm": [ { "Listen": "a" } ] },
            "Limits": { "InferenceTime": "00:00:02" }
            """).Errors();

        if (found is null)
            errors.ShouldBeEmpty();
        else
            errors.ShouldHaveSingleItem().ShouldStartWith("Gateway:Policies:reach:Deadline: expected more than 00:00:00"
                + $" and at most 00:00:02 (Limits:InferenceTime), found {found}");
    }

    [Fact]
    public void A_socket_path_over_the_kernels_limit_is_refused_by_its_absolute_length()
    {
        string name = new('s', 107 - _folder.Path.Length);
        _folder.WithGateway(ConfigurationFolder.Good.Replace("robot.socket", name, StringComparison.Ordinal));

        _folder.Errors().ShouldHaveSingleItem().ShouldContain("has at most 107 bytes");

        _folder.WithGateway(ConfigurationFolder.Good.Replace("robot.socket", name[1..], StringComparison.Ordinal));
        _folder.Errors().ShouldBeEmpty();
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        string[] errors = _folder.WithGateway("""
            "Policies": { "a": { "Backend": "Onnx" }, "b": { "Folder": "b", "Backend": "Onnx", "Devise": "cpu" } },
            "Routes": { "main": { "Policy": "c" } },
            "Wires": { "OpenArm": [ { "Route": "main" } ] },
            "Chunks": { "DropLateRows": 1 }
            """).Errors();

        errors.Length.ShouldBe(6);
        string[] keys = ["a:Folder", "b:Devise", "main:Policy", "OpenArm:0:", "0:Route", "DropLateRows"];
        foreach (string key in keys)
            errors.ShouldContain(error => error.Contains(key));
    }

    [Fact]
    public void Two_policies_need_routes_and_two_routes_a_choice()
    {
        const string Two = """
            "Policies": { "a": { "Folder": "a", "Backend": "Onnx" }, "b": { "Folder": "b", "Backend": "Onnx" } },
            "Wires": { "OpenArm": [ { "Listen": "robot.socket" } ] }
            """;

        _folder.WithGateway(Two).Errors().ShouldHaveSingleItem().ShouldContain("Gateway:Routes: missing");
        _folder.WithGateway($$"""{{Two}}, "Routes": { "x": { "Policy": "a" }, "y": { "Policy": "B" } }""").Errors()
            .ShouldHaveSingleItem().ShouldContain("OpenArm:0:Route: missing: name one of x, y");
    }

    [Fact]
    public void Malformed_json_is_told_with_line_and_column()
    {
        _folder.WithText("{\n  \"Gateway\": {\n    \"Policies\" {}\n  }\n}").Errors()
            .ShouldHaveSingleItem().ShouldStartWith($"{_folder.File}: line 3, column 16: not JSON:");
    }

    [Fact]
    public void A_key_given_twice_is_an_error()
    {
        _folder.WithText("{ \"Gateway\": { \"PluginFolder\": \"a\", \"pluginfolder\": \"b\" } }").Errors()
            .ShouldHaveSingleItem().ShouldContain("duplicate key");
    }

    [Fact]
    public void A_file_that_was_asked_for_must_be_there()
    {
        _folder.Errors().ShouldHaveSingleItem().ShouldContain("cannot read the configuration");
    }

    [Fact]
    public void Root_keys_are_strict_and_so_are_log_levels()
    {
        string[] errors = _folder.WithText($$"""
            { "Gatway": {}, "Gateway": { {{ConfigurationFolder.Good}} },
              "Logging": { "LogLevel": { "Default": "Loud" } } }
            """).Errors();

        errors.Length.ShouldBe(2);
        errors[0].ShouldContain("unknown key 'Gatway'; did you mean 'Gateway'?");
        errors[1].ShouldContain("Logging:LogLevel:Default: expected one of Trace, Debug");
    }
}
