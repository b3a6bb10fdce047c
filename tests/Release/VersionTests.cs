using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Release;

/// <summary><c>eng/version</c> in repositories of the test's own, where 0.1.0 is what the next tag will be.</summary>
public sealed class VersionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("policygate-version-").FullName;

    public VersionTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "eng"));
        foreach (string file in new[] { "eng/version", "eng/common.sh" })
            File.Copy(Repository.At(file), Path.Combine(_folder, file));
        File.WriteAllText(Path.Combine(_folder, "Directory.Build.props"), "<Project>\n  <Version>0.1.0</Version>\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_tree_without_git_has_one_and_may_be_told_another()
    {
        (await Version()).ShouldBe((0, "0.1.0-dev"));
        (await Command.Run(
            TimeSpan.FromMinutes(1), _folder, null, "env", "POLICYGATE_VERSION=0.1.0+abc", "eng/version"))
            .Said.Trim().ShouldBe("0.1.0+abc");
    }

    [Fact]
    public async Task Commits_are_counted_until_the_tag_and_a_tree_that_differs_says_so()
    {
        await Git("init", "--quiet");
        await Commit();
        await Commit();
        string hash = await Git("rev-parse", "--short=10", "HEAD");
        (await Version()).ShouldBe((0, $"0.1.0-dev.2+{hash}"));
        await Git("tag", "v0.1.0");
        (await Version("--release")).ShouldBe((0, $"0.1.0+{hash}"));
        File.WriteAllText(Path.Combine(_folder, "new"), "");
        (await Version("--release")).ShouldBe((0, $"0.1.0+{hash}.modified"));
    }

    [Fact]
    public async Task A_release_is_refused_where_tag_and_version_disagree()
    {
        await Git("init", "--quiet");
        await Commit();
        await Git("tag", "v0.2.0");
        (int exitCode, string said) = await Version("--release");
        exitCode.ShouldBe(1);
        said.ShouldContain("has the tag v0.2.0, but Directory.Build.props says 0.1.0");

        await Git("tag", "--delete", "v0.2.0");
        await Git("tag", "v0.1.0");
        await Commit();
        (exitCode, said) = await Version("--release");
        exitCode.ShouldBe(1);
        said.ShouldContain("0.1.0 is released already");
    }

    private async Task<(int ExitCode, string Said)> Version(params string[] arguments)
    {
        (int exitCode, string said) = await Command.Run(
            TimeSpan.FromMinutes(1), _folder, null, [Path.Combine(_folder, "eng/version"), .. arguments]);
        return (exitCode, said.Trim());
    }

    private async Task Commit()
    {
        await Git("add", "--all");
        await Git(
            "-c", "user.name=test", "-c", "user.email=test", "commit", "--quiet", "--allow-empty", "-m", "change");
    }

    private async Task<string> Git(params string[] arguments)
    {
        (int exitCode, string said) = await Command.Run(TimeSpan.FromMinutes(1), _folder, null, ["git", .. arguments]);
        exitCode.ShouldBe(0, said);
        return said.Trim();
    }
}
