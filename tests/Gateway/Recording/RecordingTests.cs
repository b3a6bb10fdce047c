using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Recording;

/// <summary>What the real host records of a robot, and who can read it.</summary>
public sealed class RecordingTests
{
    private const string NoSuchFile = """{"name":"inference","data_path":"/dev/shm/policygate-no-such.arrow"}""";

    // What json.dumps writes and JSON has not: the gateway mends it where it lies.
    private const string NotANumber = """{"name":"inference","data_path":"/x","metadata":{"a":NaN}}""";

    private const string Script = """
        import glob, hashlib, json, sys
        import pyarrow as pa
        rows = []
        for segment in sorted(glob.glob(sys.argv[1] + "/*/*/*.arrows")):
            with pa.ipc.open_stream(segment) as stream:
                metadata = {key.decode(): value.decode() for key, value in stream.schema.metadata.items()}
                types = [f"{field.name}: {field.type}" for field in stream.schema]
                for batch in stream:
                    batch.validate(full=True)
                    rows += batch.to_pylist()
        for row in rows:
            for name in ("request", "observation", "reply"):
                row[name] = None if row[name] is None else hashlib.sha256(row[name]).hexdigest()
        print(json.dumps({"metadata": metadata, "types": types, "rows": rows}))
        """;

    [NeedsPythonFact("openarm")]
    public async Task Pyarrow_reads_every_column_and_the_exact_bytes()
    {
        await using RecordedRobot robot = await RecordedRobot.Start();
        robot.Ask(robot.Request, times: 2);
        robot.Ask(NoSuchFile);
        robot.Ask("""{"ping":true}""");
        robot.Ask(NotANumber);
        robot.Exchanges.RemoveAt(3);
        await robot.Stop();

        PythonResult said = await PythonResult.Of("openarm", TimeSpan.FromMinutes(1), "-c", Script, robot.Folder);
        said.ExitCode.ShouldBe(0, said.Said);
        JsonElement read = JsonDocument.Parse(said.Output).RootElement;

        read.GetProperty("metadata").GetProperty("policygate.recording.format").GetString().ShouldBe("1");
        read.GetProperty("metadata").GetProperty("policygate.recording.width").GetString().ShouldBe("16");
        read.GetProperty("types").EnumerateArray().Select(type => type.GetString()).ShouldBe(Documented());
        JsonElement[] rows = [.. read.GetProperty("rows").EnumerateArray()];
        rows.Length.ShouldBe(robot.Exchanges.Count);
        for (int i = 0; i < rows.Length; i++)
        {
            (string request, string reply) = robot.Exchanges[i];
            rows[i].GetProperty("tick").GetInt64().ShouldBe(i);
            rows[i].GetProperty("request").GetString().ShouldBe(Hash(Encoding.UTF8.GetBytes(request)));
            rows[i].GetProperty("reply").GetString().ShouldBe(Hash(Encoding.UTF8.GetBytes(reply + "\n")));
            rows[i].GetProperty("observation").GetString().ShouldBe(i < 2 ? Hash(robot.Observation) : null);
            rows[i].GetProperty("outcome").GetString().ShouldBe(i < 2 ? "chunk" : i == 2 ? "skip" : "hold");
            rows[i].GetProperty("run").ValueKind.ShouldBe(i < 2 ? JsonValueKind.Number : JsonValueKind.Null);
            rows[i].GetProperty("raw").ValueKind.ShouldBe(i < 2 ? JsonValueKind.Array : JsonValueKind.Null);
        }
        rows[2].GetProperty("error").GetString()!.ShouldContain("policygate-no-such.arrow");
        rows[2].GetProperty("reason").GetString().ShouldBe("NotFound");
    }

    [Fact]
    public async Task What_was_recorded_is_read_again()
    {
        await using RecordedRobot robot = await RecordedRobot.Start();
        long before = Nanoseconds(TimeProvider.System.GetUtcNow());
        robot.Ask(robot.Request, times: 3);
        robot.Ask(NotANumber);
        await robot.Stop();

        RecordingInput input = robot.Open();
        int count = 0;
        foreach (RecordedTick tick in input.Read())
        {
            tick.Tick.ShouldBe(count);
            tick.Session.ShouldBe("policy.socket#1/1");
            tick.Route.ShouldBe("act-tiny");
            tick.Wire.ShouldBe(RecordedWire.OpenArm);
            tick.Width.ShouldBe(16);
            Encoding.UTF8.GetString(tick.Request.Span).ShouldBe(robot.Exchanges[count].Request);
            Encoding.UTF8.GetString(tick.Reply.Span).ShouldBe(robot.Exchanges[count].Reply + "\n");
            tick.BeginsEpisode.ShouldBe(count < 3);
            RecordedClock clock = tick.Clock.ShouldNotBeNull();
            clock.AskedUtc.ShouldBeGreaterThanOrEqualTo(before);
            clock.Ran.ShouldBeGreaterThanOrEqualTo(clock.Asked);
            tick.TimingsNanoseconds.Length.ShouldBe(TimingColumns.Names.Count);
            tick.TimingsNanoseconds.Span[6].ShouldBeGreaterThan(0);
            bool failed = count == 3;
            tick.Observation.Span.SequenceEqual(failed ? [] : robot.Observation).ShouldBeTrue();
            tick.Outcome.ShouldBe(failed ? TickOutcome.Skip : TickOutcome.Chunk);
            tick.Run.ShouldBe(failed ? null : count);
            tick.Raw.Length.ShouldBe(failed ? 0 : 20 * 16);
            tick.Chunk.Length.ShouldBe(failed ? 0 : 20 * 16);
            tick.IntervalNanoseconds.ShouldBe(failed ? 0 : 33_333_333);
            count++;
        }
        count.ShouldBe(4);
        input.Unreadable.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_manifest_says_what_ran_and_by_which_rules()
    {
        await using RecordedRobot robot = await RecordedRobot.Start(
            "Scripted", ("Chunks:DropLateRows", "false"), ("Wires:OpenArm:0:Robot", "openarm-bimanual"));
        robot.Ask(robot.Request);
        await robot.Stop();

        RecordingManifest manifest = robot.Open().Manifest.ShouldNotBeNull();
        manifest.Format.ShouldBe(1);
        RecordedRoute route = manifest.Routes.ShouldHaveSingleItem();
        (route.Name, route.Policy, route.Backend).ShouldBe(("act-tiny", "act-tiny", "Scripted"));
        route.Robot.ShouldBe("openarm-bimanual");
        (route.RawRows, route.Joints.Count).ShouldBe((20, 16));
        string policy = Path.Combine(GoldenData.Root, "act-tiny", "policy.json");
        route.Files.Single(file => file.Path == "policy.json").ShouldBe(new RecordedPolicyFile(
            "policy.json", new FileInfo(policy).Length, Hash(File.ReadAllBytes(policy))));
        route.Files.Count.ShouldBe(
            Directory.EnumerateFiles(route.Folder, "*", SearchOption.AllDirectories).Count());
        manifest.Settings["Chunks:DropLateRows"].ShouldBe("False");
        manifest.Settings["Robots:openarm-bimanual:MaximumJerk:15"].ShouldNotBeNullOrEmpty();

        // They are settings: a replay takes them as they stand.
        LoadedConfiguration again = ConfigurationLoader.Load(new ConfigurationRequest
        {
            File = Repository.At("appsettings.json"),
            Policy = route.Folder,
            Sockets = ["/nowhere/policy.socket"],
            Set = [.. manifest.Settings.Select(setting => $"{setting.Key}={setting.Value}")],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        });
        again.Errors.ShouldBeEmpty();
        again.Config!.ChunkSettings.ShouldBe(manifest.Settings, ignoreOrder: true);
    }

    [Fact]
    public async Task Recordings_are_their_owners_alone()
    {
        await using RecordedRobot robot = await RecordedRobot.Start();
        robot.Ask(robot.Request);
        await robot.Stop();

        const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (string path in Directory.EnumerateFileSystemEntries(robot.Folder, "*", SearchOption.AllDirectories))
        {
            UnixFileMode expected = Directory.Exists(path) ? Folder : UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.GetUnixFileMode(path).ShouldBe(expected, path);
        }
        File.GetUnixFileMode(robot.Folder).ShouldBe(Folder);
    }

    [Theory]
    [InlineData("Every=3", new long[] { 0, 3, 6 })]
    [InlineData("Only=Failures", new long[] { 2, 5 })]
    public async Task A_route_may_be_recorded_in_part(string setting, long[] ticks)
    {
        string[] pair = setting.Split('=');
        await using RecordedRobot robot = await RecordedRobot.Start(
            "Scripted", ("Recording:AllRoutes", "false"), ("Routes:arm:Policy", "act-tiny"),
            ("Routes:arm:Recording:On", "true"), ($"Routes:arm:Recording:{pair[0]}", pair[1]));
        for (int i = 0; i < 7; i++)
            robot.Ask(i % 3 == 2 ? NoSuchFile : robot.Request);
        await robot.Stop();

        robot.Open().Read().Select(tick => tick.Tick).ShouldBe(ticks);
    }

    [Fact]
    public async Task A_gateway_that_is_killed_leaves_every_tick_that_it_had_written()
    {
        using var folder = new PolicyGate.RobotClient.ScratchFolder("policygate-test-");
        await using GatewayProcess gateway = await GatewayProcess.Start(
            Path.Combine(GoldenData.Root, "act-tiny"), "--record", folder.Path);
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), Path.GetDirectoryName(gateway.SocketPath)!);
        using (var robot = new RobotSocket(gateway.SocketPath))
        {
            // In the middle of it: robots go on asking until it is dead.
            Eventually.Holds(() => Asked(robot, request) && BytesIn(folder.Path) > 1 << 20, () => gateway.Errors);
            await gateway.KillAtOnce();
        }

        RecordingInput.Open(folder.Path, new(), out RecordingInput? input).ShouldBeNull();
        long[] ticks = [.. input!.Read().Select(tick => tick.Tick)];
        ticks.Length.ShouldBeGreaterThan(2);
        ticks.ShouldBe(Enumerable.Range(0, ticks.Length).Select(tick => (long)tick));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_recorded_into_is_said_before_anything_is_served()
    {
        using var folder = new PolicyGate.RobotClient.ScratchFolder("policygate-test-");
        string file = folder.PathOf("file");
        File.WriteAllText(file, "");
        await using ServedGateway gateway = ServedGateway.StartCold(
            Path.Combine(GoldenData.Root, "act-tiny"), "Scripted",
            new() { ["Recording:Folder"] = file, ["Recording:AllRoutes"] = "true" });

        GatewayError error = (await gateway.Host.Ready).ShouldNotBeNull();
        error.Message.ShouldContain($"nothing can be recorded into {file}");
    }

    [NeedsPythonFact("openarm")]
    public async Task The_pages_program_reads_a_recording_as_it_is_written_there()
    {
        await using RecordedRobot robot = await RecordedRobot.Start();
        robot.Ask(robot.Request, times: 2);
        await robot.Stop();

        string program = Example().Replace("ROUTE/000001.arrows", robot.Segment, StringComparison.Ordinal);
        PythonResult said = await PythonResult.Of("openarm", TimeSpan.FromMinutes(1), "-c", program);

        int bytes = robot.Observation.Length;
        said.Output.ShouldBe($"policy.socket#1/1 0 chunk {bytes}\npolicy.socket#1/1 1 chunk {bytes}\n", said.Said);
    }

    private static bool Asked(RobotSocket robot, string request) =>
        robot.Ask(request).GetProperty("positions").GetArrayLength() == 20;

    private static long BytesIn(string folder) => Directory
        .EnumerateFiles(folder, "*.arrows", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    private static string Example()
    {
        string page = File.ReadAllText(Repository.At("docs/recording.md"));
        const string Start = "```python\n";
        int begin = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
    }

    /// <summary>As docs/recording.md has them.</summary>
    private static IEnumerable<string> Documented()
    {
        IEnumerable<string> section = File.ReadAllLines(Repository.At("docs/recording.md"))
            .SkipWhile(line => line != "## Columns").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        foreach (string row in section.Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            string[] cells = row.Split('|');
            string type = cells[2].Split(',')[0].Trim().Split(' ')[0] switch
            {
                "utf8" => "string",
                "fixed_size_list" => "fixed_size_list<item: float>[320]",
                "list" => "list<item: float>",
                var plain => plain,
            };
            foreach (string name in cells[1].Split(','))
                yield return $"{name.Trim().Trim('`')}: {type}";
        }
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;
}
