using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Plugins;

/// <summary>What <c>docs/write-a-backend.md</c> has its reader type, done by a program.</summary>
public sealed class BackendTemplateTests : IDisposable
{
    private readonly TemporaryPlugins _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void The_template_builds_outside_the_repository_and_runs_when_dropped_in()
    {
        string project = Path.Combine(_plugins.Folder, "..", "my-backend");
        CopyTemplate(project);
        string gateway = Path.Combine(
            Repository.Root, "artifacts", "bin", "Gateway", Path.GetFileName(TestsOutput));

        // No package source at all: whoever builds this may have no network.
        string told = DotNet.Run(
            project,
            "build",
            $"-p:PolicyGateFolder={gateway}",
            $"-p:RestoreSources={_plugins.Folder}",
            "-p:UseSharedCompilation=false",
            "-nodeReuse:false",
            "-o",
            Path.Combine(_plugins.Folder, "Echo"));
        told.ShouldContain("0 Warning(s)");
        Directory.EnumerateFiles(Path.Combine(_plugins.Folder, "Echo"), "*.dll").Select(Path.GetFileName)
            .ShouldBe(["EchoBackend.dll"], "nothing of the host is copied");

        PolicyFolder folder = PolicyFolder.Read(Path.Combine(project, "policy"), "Echo");
        _plugins.Host().Load("Echo", out Plugin? plugin).ShouldBeNull();
        PolicyContext context = TestContexts.Of(folder.Folder, folder.ModelPath, folder.Declared);
        plugin!.Load(context, default, out IPolicy? policy).ShouldBeNull();
        using IInference inference = policy!.CreateInference(new InferenceShape(new Dictionary<string, int>()));
        MemoryMarshal.Cast<byte, float>(inference.Input(0)).Fill(0.5f);
        inference.Run(new RunArguments(1, 0, long.MaxValue, default, default)).ShouldBe(RunResult.Ok);

        MemoryMarshal.Cast<byte, float>(inference.Output(0)).ToArray().ShouldBe(Enumerable.Repeat(0.5f, 20 * 16));
    }

    [Fact]
    public void The_template_is_a_whole_backend_in_under_60_lines()
    {
        File.ReadLines(Path.Combine(Template, "EchoBackend.cs")).Count().ShouldBeLessThan(60);
    }

    private static string Template => Repository.At("samples/backend-template");

    private static string TestsOutput => AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);

    private static void CopyTemplate(string target)
    {
        foreach (string file in FolderDigest.Files(Template))
        {
            string copy = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Template, file), copy);
        }
    }
}
