using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Release;

/// <summary>A release, where there is neither an SDK nor a runtime: <c>docs/release.md</c>.</summary>
public sealed class ReleaseTests : IAsyncLifetime
{
    private BuiltRelease _release = null!;

    public async Task InitializeAsync() => _release = await BuiltRelease.Get();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Its_verbs_run_with_nothing_installed_and_an_empty_home()
    {
        string version = File.ReadAllText(_release.At("VERSION")).Trim();
        version.ShouldContain('+', customMessage: "the commit");
        (await Good("--version")).ShouldStartWith($"policygate {version}, backend contract ");
        string plugins = await Good("plugins");
        plugins.ShouldContain("Onnx 0.1.0.0");
        plugins.ShouldContain("execution providers  CPUExecutionProvider");
        plugins.ShouldContain("Scripted 0.1.0.0");
        plugins.ShouldContain("TensorRT 0.1.0.0");
        plugins.ShouldContain("TorchSharp 0.1.0.0");
        (await Good("check")).ShouldContain("appsettings.json is good");
        (await Good("inspect", _release.At("samples/policies/reach"))).ShouldContain("model for Onnx");
        string socket = Path.Combine(BuiltRelease.Home, "robot.sock");
        (await Good("doctor", "--socket", socket)).ShouldContain("nothing hinders");
        string demo = await Good("demo", "--html", Path.Combine(BuiltRelease.Home, "demo.html"));
        demo.ShouldContain("32 chunks, no skips");
        demo.ShouldNotContain("./run");
    }

    [Fact]
    public async Task It_answers_a_recorded_robot_as_the_reference_does_on_the_runtime_that_it_brings()
    {
        string policy = GoldenData.Path("act-tiny/policy.json");
        policy = Path.GetDirectoryName(policy)!;
        await using GatewayProcess gateway = await GatewayProcess.StartReleased(
            ["env", "-i", .. BuiltRelease.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
            _release.Program, _release.At("appsettings.json"),
            "--policy", policy, "--backend", "Onnx", "--set", TestConfig.NoHurry(policy),
            "--set", "Chunks:DropLateRows=false");
        using var robot = new RobotSocket(gateway.SocketPath);
        string folder = Path.GetDirectoryName(gateway.SocketPath)!;
        JsonElement answer = robot.Ask(GoldenRequest.For(GoldenData.OpenArm("half"), folder));

        using JsonDocument expected = JsonDocument.Parse(GoldenData.Bytes("act-tiny/expected.json"));
        double[][] positions = expected.RootElement.GetProperty("cases").EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == "half")
            .GetProperty("positions").Deserialize<double[][]>()!;
        Differences.Largest(answer, positions).ShouldBeLessThan(1e-4);
        string[] mapped = [.. File.ReadLines($"{gateway.ProcFolder}/maps").Where(m => m.Contains("libcoreclr.so"))];
        mapped.ShouldNotBeEmpty();
        mapped.ShouldAllBe(m => m.Contains(_release.At("bin/libcoreclr.so")));
    }

    [Fact]
    public async Task The_robots_side_is_one_file_that_drives_with_nothing_installed()
    {
        string program = Directory.GetFiles(_release.Output, "policygate-robot-*").ShouldHaveSingleItem();
        new FileInfo(program).Length.ShouldBeLessThan(40 << 20);
        (int exitCode, string said) = await RunRobot(program, "--version");
        exitCode.ShouldBe(0, said);
        said.Trim().ShouldBe(File.ReadAllText(_release.At("VERSION")).Trim());

        await using LeRobotGateway gateway = await LeRobotGateway.Start(Repository.At("samples/policies/one-arm"));
        string report = Path.Combine(BuiltRelease.Home, "report.json");
        string[] joints = [.. Enumerable.Range(1, 7).Select(i => $"joint{i}.pos"), "gripper.pos"];
        (exitCode, said) = await RunRobot(
            program, "--robot.type=simulated", $"--robot.joints={string.Join(',', joints)}",
            "--robot.cameras=wrist_right:60x96", $"--server_address={gateway.Address}",
            "--policy_type=act", "--pretrained_name_or_path=one-arm", "--actions_per_chunk=16", "--duration=5",
            "--max-answer-age=30", $"--json={report}");
        exitCode.ShouldBe(0, said);
        using JsonDocument figures = JsonDocument.Parse(File.ReadAllText(report));
        figures.RootElement.GetProperty("executed").GetInt64().ShouldBeGreaterThan(0);
        File.ReadAllBytes(program).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root + "/")).ShouldBe(-1);
    }

    [Fact]
    public void Nothing_in_it_tells_where_it_was_built_and_no_debugger_is_fed()
    {
        byte[] here = Encoding.UTF8.GetBytes(Repository.Root + "/");
        foreach (string file in Files())
        {
            file.ShouldNotEndWith(".pdb");
            File.ReadAllBytes(file).AsSpan().IndexOf(here).ShouldBe(-1, file);
        }
    }

    [Fact]
    public void Its_archive_is_in_order_of_one_time_and_of_nobody()
    {
        string archive = Directory.GetFiles(_release.Output, "policygate-*.tar.gz").Single();
        using var unpacked = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var tar = new TarReader(unpacked);
        var names = new List<string>();
        var times = new HashSet<DateTimeOffset>();
        while (tar.GetNextEntry() is { } entry)
        {
            // As tar orders: a folder's entries before what comes after the folder.
            names.Add(entry.Name.Replace('/', '\u0001'));
            times.Add(entry.ModificationTime);
            (entry.Uid, entry.Gid).ShouldBe((0, 0), entry.Name);
        }
        names.ShouldBe(names.Order(StringComparer.Ordinal));
        times.Count.ShouldBe(1);
    }

    [Fact]
    public void What_is_not_its_own_is_named_with_its_licence()
    {
        string notices = File.ReadAllText(_release.At("THIRD-PARTY-NOTICES.md"));
        string runtime = File.ReadAllText(_release.At("bin/policygate.deps.json"));
        runtime = runtime[..runtime.IndexOf("\"OpenTelemetry/", StringComparison.Ordinal)];
        string[] foreign =
        [
            .. Files().Select(file => Path.GetRelativePath(_release.Folder, file))
                .Where(file => Path.GetExtension(file) is ".dll" or ".so")
                .Where(file => !Path.GetFileName(file).StartsWith("policygate", StringComparison.OrdinalIgnoreCase))
                .Where(file => !file.EndsWith("libpolicygate_torch.so", StringComparison.Ordinal))
                .Where(file => !runtime.Contains($"\"{Path.GetFileName(file)}\"")),
        ];
        foreign.ShouldNotBeEmpty();
        foreach (string file in foreign)
            notices.ShouldContain($"`{file}`");
        foreach (string folder in Directory.GetDirectories(_release.At("licenses")))
        {
            Directory.GetFiles(folder).ShouldNotBeEmpty();
            notices.ShouldContain($"licenses/{Path.GetFileName(folder)}");
        }
    }

    [Fact]
    public void Its_own_page_names_what_is_there()
    {
        string[] page = File.ReadAllLines(_release.At("README.md"));
        page.ShouldAllBe(line => !line.Contains('@'), "every blank is filled in");
        string[] named =
        [
            .. page.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .SelectMany(line => line.Split('|')[1].Split(',')).Select(name => name.Trim().Trim('`')),
        ];
        named.Length.ShouldBeGreaterThan(8);
        foreach (string name in named.Where(name => name != "deploy" || Directory.Exists(Repository.At("deploy"))))
            Path.Exists(_release.At(name)).ShouldBeTrue(name);
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(
        _release.Folder, "*", new EnumerationOptions { RecurseSubdirectories = true })
        // Of bin's links only what they lead to.
        .Where(file => new FileInfo(file).LinkTarget is null && !LeadsThroughLink(file));

    private bool LeadsThroughLink(string file)
    {
        string[] parts = Path.GetRelativePath(_release.Folder, file).Split('/');
        return parts is ["bin", "plugins" or "robots" or "samples", ..];
    }

    private static Task<(int ExitCode, string Said)> RunRobot(string program, params string[] arguments) =>
        Command.Run(TimeSpan.FromMinutes(2), BuiltRelease.Home, BuiltRelease.Environment, [program, .. arguments]);

    private async Task<string> Good(params string[] arguments)
    {
        (int exitCode, string said) = await _release.Run(arguments);
        exitCode.ShouldBe(0, said);
        return said;
    }
}
