using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Release;

/// <summary>
/// What <c>./run release</c> makes, made once for all tests, or what POLICYGATE_RELEASE names, which was made before;
/// unpacked where nothing else is. It stays in <c>artifacts/test-release</c> until the next run.
/// </summary>
internal sealed class BuiltRelease
{
    // Two minutes of one processor's time, beside all the other tests.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);
    private static readonly Lazy<Task<BuiltRelease>> Only = new(Make);

    private BuiltRelease(string output, string folder) => (Output, Folder) = (output, folder);

    /// <summary>The archive, the packages, their checksums.</summary>
    public string Output { get; }

    /// <summary>The archive, unpacked.</summary>
    public string Folder { get; }

    public string Program => At("policygate");

    /// <summary>As a robot's computer has it: no SDK, no runtime, no configuration, an empty home.</summary>
    public static IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { ["HOME"] = Home, ["PATH"] = "/none" };

    public static string Home => Repository.At("artifacts/test-release/home");

    public static Task<BuiltRelease> Get() => Only.Value;

    public string At(string relative) => Path.Combine(Folder, relative);

    public Task<(int ExitCode, string Said)> Run(params string[] arguments) =>
        Command.Run(TimeSpan.FromMinutes(2), Home, Environment, [Program, .. arguments]);

    private static async Task<BuiltRelease> Make()
    {
        string place = Repository.At("artifacts/test-release");
        if (Directory.Exists(place))
            Directory.Delete(place, recursive: true);
        string output = System.Environment.GetEnvironmentVariable("POLICYGATE_RELEASE")
            ?? Path.Combine(place, "output");
        // Robots in real time are tested beside it.
        if (!Directory.Exists(output))
            await Good(Repository.Root, "nice", Repository.At("run"), "release", "--output", output);
        await Good(output, "sha256sum", "--check", "SHA256SUMS");
        string archive = Directory.GetFiles(output, "policygate-*.tar.gz").ShouldHaveSingleItem();
        string clean = Directory.CreateDirectory(Path.Combine(place, "clean")).FullName;
        Directory.CreateDirectory(Path.Combine(place, "home"));
        await Good(clean, "tar", "-xzf", archive);
        return new BuiltRelease(output, Directory.GetDirectories(clean).ShouldHaveSingleItem());
    }

    private static async Task Good(string folder, params string[] command)
    {
        (int exitCode, string said) = await Command.Run(Limit, folder, environment: null, command);
        exitCode.ShouldBe(0, said);
    }
}
