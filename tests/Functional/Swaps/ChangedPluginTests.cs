using System.Text;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Swaps;

/// <summary>A plugin whose files were changed under a running gateway that has loaded it.</summary>
public sealed class ChangedPluginTests : IDisposable
{
    private const string Dll = "ConstantChunk.dll";

    private readonly ConstantPolicy _policy = new("1");
    private readonly TemporaryPlugins _plugins = new();
    private readonly string _folder;

    public ChangedPluginTests() => _folder = _plugins.Add("ConstantChunk", "ConstantChunk");

    public void Dispose()
    {
        _policy.Dispose();
        _plugins.Dispose();
    }

    [Fact]
    public async Task A_changed_DLL_is_loaded_beside_the_old_one()
    {
        await using ServedGateway gateway = await Serve();
        using var arm = new AskingArm(gateway);
        arm.Begin().ShouldBe(1);
        // As many letters, in the string that the plugin tells as its engine's name.
        Replace(Encoding.Unicode.GetBytes("ConstantChunk"), Encoding.Unicode.GetBytes("ChangedChunks"));

        SwapReport report = await Swap(gateway);

        report.Done.ShouldBeTrue(report.Reason);
        arm.Value().ShouldBe(1);
        Versions(gateway).Select(version => version.Identity).ShouldBe(["ConstantChunk 1", "ChangedChunks 1"]);
        Versions(gateway).ShouldAllBe(version => !version.Isolated);
    }

    [Fact]
    public async Task One_that_was_not_changed_is_not_loaded_again()
    {
        await using ServedGateway gateway = await Serve();

        (await Swap(gateway)).Reason.ShouldNotBeNull().ShouldContain("it is what answers already");
    }

    [Fact]
    public async Task A_changed_native_library_goes_to_a_worker_and_that_is_told()
    {
        string native = Path.Combine(_folder, "libengine.so");
        await File.WriteAllTextAsync(native, "\u007fELF one");
        await using ServedGateway gateway = await Serve();
        using var arm = new AskingArm(gateway);
        arm.Begin().ShouldBe(1);
        await File.WriteAllTextAsync(native, "\u007fELF two");

        SwapReport report = await Swap(gateway);

        report.Done.ShouldBeTrue(report.Reason);
        report.Notes.ShouldContain(note => note.StartsWith("it runs in a worker process", StringComparison.Ordinal));
        gateway.Log.Text.ShouldContain("its next version runs in a worker process of its own");
        Versions(gateway).Select(version => version.Isolated).ShouldBe([false, true]);
        arm.Value().ShouldBe(1);
    }

    [Fact]
    public async Task One_that_is_broken_is_refused_and_the_old_one_answers()
    {
        await using ServedGateway gateway = await Serve();
        using var arm = new AskingArm(gateway);
        arm.Begin().ShouldBe(1);
        await File.WriteAllTextAsync(Path.Combine(_folder, Dll), "this is no assembly");

        SwapReport report = await Swap(gateway);

        report.Done.ShouldBeFalse();
        report.Reason.ShouldNotBeNull().ShouldContain($"{Dll} (not a .NET assembly)");
        arm.Value().ShouldBe(1);
    }

    private static IReadOnlyList<VersionReport> Versions(ServedGateway gateway) =>
        gateway.Host.Policies.List().Single().Versions;

    private static Task<SwapReport> Swap(ServedGateway gateway) => gateway.Host.Policies.SwapAsync(
        new SwapRequest("constant") { Takeover = Takeover.Now, TrialTicks = 0 }, CancellationToken.None);

    private void Replace(byte[] old, byte[] by)
    {
        string path = Path.Combine(_folder, Dll);
        byte[] bytes = File.ReadAllBytes(path);
        int replaced = 0;
        for (int at; (at = bytes.AsSpan().IndexOf(old)) >= 0; replaced++)
            by.CopyTo(bytes, at);
        replaced.ShouldBeGreaterThan(0);
        File.WriteAllBytes(path, bytes);
    }

    private Task<ServedGateway> Serve() => ServedGateway.Start(
        _policy.Path, ConstantPolicy.Backend, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PluginFolder"] = _plugins.Folder,
            ["Chunks:DropLateRows"] = "false",
        });
}
