using System.Diagnostics;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Workers;

/// <summary>Two native libraries of one name cannot be in one process: the loader gives the first to both.</summary>
public sealed class NativeRuntimesTests : IDisposable
{
    private readonly BreakingPolicy _folder = new();
    private readonly DirectoryInfo _libraries = Directory.CreateTempSubdirectory("policygate-natives-");

    public void Dispose()
    {
        _folder.Dispose();
        _libraries.Delete(recursive: true);
    }

    [NeedsCompilerFact]
    public void Two_policies_with_different_native_runtimes_of_one_name_run_side_by_side()
    {
        using var one = IsolatedPolicy.Load(
            _folder, IsolatedPolicy.Alone with { LibraryPath = Compile(10) }, options: ("Native", "libsame.so"));
        using var other = IsolatedPolicy.Load(
            _folder, IsolatedPolicy.Alone with { LibraryPath = Compile(20) }, options: ("Native", "libsame.so"));
        one.RunWell().ShouldBe(1 + 10);
        other.RunWell().ShouldBe(1 + 20);
        one.RunWell().ShouldBe(1 + 10);
    }

    /// <returns>A folder with a <c>libsame.so</c> whose <c>answer</c> is this.</returns>
    private string Compile(int answer)
    {
        string folder = _libraries.CreateSubdirectory($"{answer}").FullName;
        string source = Path.Combine(folder, "same.c");
        File.WriteAllText(source, $"int answer(void) {{ return {answer}; }}");
        using Process compiler = Process.Start(
            NeedsCompilerFactAttribute.Compiler!,
            ["-shared", "-fPIC", "-Wl,-soname,libsame.so", "-o", Path.Combine(folder, "libsame.so"), source]);
        compiler.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        compiler.ExitCode.ShouldBe(0);
        return folder;
    }
}
