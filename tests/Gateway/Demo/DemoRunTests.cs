using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Demo;

namespace PolicyGate.Tests.Gateway.Demo;

/// <summary>The whole demo with the built plugins, but for its pace.</summary>
public sealed class DemoRunTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_samples_are_answered_as_recorded()
    {
        (bool good, string said, string page) = await Run(Repository.At("samples"));
        good.ShouldBeTrue(said);
        said.ShouldContain("32 observations, 32 chunks, no skips");
        said.ShouldContain("brought the gripper to the cube");
        said.ShouldContain("policygate serve");
        page.ShouldContain("data:image/png;base64,");
        page.ShouldContain("right joint1");
    }

    [Fact]
    public async Task Another_recording_than_the_policys_own_fails()
    {
        string samples = CopySamples();
        string ticks = Path.Combine(samples, "episodes/reach/ticks.jsonl");
        string[] lines = File.ReadAllLines(ticks);
        // Each tick with the answer to the one before.
        IEnumerable<string> shifted = lines.Skip(1).Zip(lines, (line, before) =>
            Part(line, before: true) + Part(before, before: false));
        File.WriteAllLines(ticks, shifted);
        (bool good, string said, string page) = await Run(samples);
        good.ShouldBeFalse();
        said.ShouldContain("did not answer as recorded");
        page.ShouldContain("The gateway failed the demo");
    }

    [Fact]
    public async Task A_policy_that_cannot_be_served_ends_it_with_the_reason()
    {
        string samples = CopySamples();
        File.Delete(Path.Combine(samples, "policies/reach/model.onnx"));
        (bool good, string said, string page) = await Run(samples);
        good.ShouldBeFalse();
        said.ShouldContain("model.onnx");
        page.ShouldBeEmpty();
    }

    private static string Part(string line, bool before)
    {
        int answer = line.IndexOf("\"answer\"", StringComparison.Ordinal);
        return before ? line[..answer] : line[answer..];
    }

    private string CopySamples()
    {
        foreach (string part in new[] { "policies/reach", "episodes/reach" })
        {
            DirectoryInfo copy = _folder.CreateSubdirectory(Path.Combine("samples", part));
            foreach (string file in Directory.GetFiles(Repository.At(Path.Combine("samples", part))))
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        }
        return Path.Combine(_folder.FullName, "samples");
    }

    private async Task<(bool Good, string Said, string Page)> Run(string samples)
    {
        var request = new DemoRequest
        {
            Samples = new SampleFolder(samples),
            PluginFolder = Repository.At("artifacts/plugins"),
            Html = Path.Combine(_folder.FullName, "demo.html"),
            Period = TimeSpan.Zero,
            // The recording is what matters here, on machines that do other things meanwhile.
            Deadline = TimeSpan.FromSeconds(10),
        };
        using var said = new StringWriter();
        var run = new DemoRun(request, new PlainView(said), NullLoggerFactory.Instance, TimeProvider.System);
        using var patience = new CancellationTokenSource(Patience);
        bool good = await run.RunAsync(patience.Token);
        return (good, said.ToString(), File.Exists(request.Html) ? File.ReadAllText(request.Html) : "");
    }
}
