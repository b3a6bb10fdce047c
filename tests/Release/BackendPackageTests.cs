using System.IO.Compression;
using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Release;

/// <summary>A backend by whoever has a release and an SDK: from the template, against the package, dropped in,
/// serving.</summary>
public sealed class BackendPackageTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private BuiltRelease _release = null!;
    private string _home = null!;

    public async Task InitializeAsync()
    {
        _release = await BuiltRelease.Get();
        _home = Directory.CreateTempSubdirectory("policygate-author-").FullName;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_home, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_backend_made_from_the_template_builds_and_serves_where_it_is_dropped_in()
    {
        string packages = _release.At("packages");
        await DotNet("new", "install", Directory.GetFiles(packages, "PolicyGate.Templates.*.nupkg").Single());
        await DotNet("new", "policygate-backend", "-n", "AcmeBackend", "--feed", packages);
        string project = Path.Combine(_home, "AcmeBackend");
        // No other source: whoever builds this may have no network.
        string told = await DotNet(
            "build", project, $"-p:RestoreSources={packages}", "-p:UseSharedCompilation=false", "-nodeReuse:false",
            "-o", _release.At("plugins/Acme"));
        told.ShouldContain("0 Warning(s)");
        Directory.EnumerateFiles(_release.At("plugins/Acme"), "*.dll").Select(Path.GetFileName)
            .ShouldBe(["AcmeBackend.dll"], "nothing of the host is copied");

        string policy = Path.Combine(project, "policy");
        (_, string plugins) = await _release.Run("plugins");
        plugins.ShouldContain($"Acme 1.0.0.0, contract {Contract.Major}.{Contract.Minor}");
        await using GatewayProcess gateway = await GatewayProcess.StartReleased(
            ["env", "-i", .. BuiltRelease.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
            _release.Program, _release.At("appsettings.json"),
            "--policy", policy, "--backend", "Acme", "--set", TestConfig.NoHurry(policy),
            "--set", "Chunks:DropLateRows=false");
        using var robot = new RobotSocket(gateway.SocketPath);
        GoldenObservation golden = GoldenData.OpenArm("half");
        JsonElement answer = robot.Ask(GoldenRequest.For(golden, Path.GetDirectoryName(gateway.SocketPath)!));
        double[] state = [.. golden.Position!.Select(position => (double)position)];
        Differences.Largest(answer, [.. Enumerable.Repeat(state, 20)]).ShouldBeLessThan(1e-6);
    }

    [Theory]
    [InlineData("Lab.arm-trt", "Lab_arm_trt", new[] { "--engine", "my-engine" }, "my-engine")]
    [InlineData("Backend", "Backend", new string[0], "Backend")]
    public async Task The_templates_names_are_what_was_asked_for(
        string name, string type, string[] options, string backend)
    {
        await DotNet("new", "install", Repository.At("samples/backend-template"));
        await DotNet(["new", "policygate-backend", "-n", name, .. options]);
        string project = Path.Combine(_home, name);
        File.ReadAllText(Path.Combine(project, $"{type}.cs"))
            .ShouldContain($"[assembly: PolicyBackend(\"{backend}\", typeof({type}))]");
        File.ReadAllText(Path.Combine(project, "policy/policy.json"))
            .ShouldContain($"{{ \"{backend}\": \"bias.txt\" }}");
        Path.Exists(Path.Combine(project, "nuget.config")).ShouldBeFalse("no feed was named");
        Directory.EnumerateFileSystemEntries(project).Select(Path.GetFileName).ShouldBe(
            [$"{type}.cs", $"{type}.csproj", "README.md", "policy"], ignoreOrder: true);
    }

    [Fact]
    public void The_contracts_package_has_its_documentation_and_its_page_names_the_contract()
    {
        string package = Directory.GetFiles(_release.Output, "PolicyGate.Abstractions.*.nupkg").ShouldHaveSingleItem();
        Directory.GetFiles(_release.Output, "PolicyGate.Abstractions.*.snupkg").ShouldHaveSingleItem();
        using ZipArchive content = ZipFile.OpenRead(package);
        content.GetEntry("lib/net10.0/PolicyGate.Abstractions.dll").ShouldNotBeNull();
        Text("lib/net10.0/PolicyGate.Abstractions.xml").ShouldContain("T:PolicyGate.Abstractions.IPolicyBackend");
        Text("README.md").ShouldContain($"**{Contract.Major}.{Contract.Minor}** in this one");

        string Text(string entry)
        {
            using var reader = new StreamReader(content.GetEntry(entry).ShouldNotBeNull().Open());
            return reader.ReadToEnd();
        }
    }

    /// <summary>The SDK, with a home of the test's own: templates that are installed there are nobody else's.</summary>
    private async Task<string> DotNet(params string[] arguments)
    {
        string sdk = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = _home,
            ["DOTNET_CLI_HOME"] = _home,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
        };
        (int exitCode, string said) = await Command.Run(Limit, _home, environment, [sdk, .. arguments]);
        exitCode.ShouldBe(0, said);
        return said;
    }
}
