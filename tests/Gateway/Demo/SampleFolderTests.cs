using PolicyGate.Gateway.Demo;

namespace PolicyGate.Tests.Gateway.Demo;

public sealed class SampleFolderTests
{
    [Fact]
    public void It_is_found_beside_the_configuration() =>
        SampleFolder.Find(null, Repository.At("appsettings.json"), "/", "/", out _)!.Path
            .ShouldBe(Repository.At("samples"));

    [Fact]
    public void It_is_found_above_the_program() =>
        SampleFolder.Find(null, null, "/", Repository.At("artifacts/bin/Gateway/release/"), out _)!.Path
            .ShouldBe(Repository.At("samples"));

    [Fact]
    public void The_one_asked_for_is_the_only_one_looked_at()
    {
        SampleFolder.Find("nowhere", Repository.At("appsettings.json"), "/tmp", "/", out string error).ShouldBeNull();
        error.ShouldContain("/tmp/nowhere");
        error.ShouldContain("--samples FOLDER");
        error.ShouldNotContain(Repository.Root);
    }
}
