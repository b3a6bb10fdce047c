using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Tests.Gateway.Swaps;

public sealed class PolicyCopiesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("policygate-tests-");

    private string Source => Directory.CreateDirectory(Path.Combine(_root.FullName, "source")).FullName;

    private string Root => Path.Combine(_root.FullName, "copies");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Equal_folders_share_a_copy_that_goes_with_the_last()
    {
        Write("a");
        PolicyCopy first = Take();
        PolicyCopy second = Take();

        second.Folder.ShouldBe(first.Folder);
        File.ReadAllText(Path.Combine(first.Folder, "model")).ShouldBe("a");
        first.Dispose();
        Directory.Exists(second.Folder).ShouldBeTrue();
        second.Dispose();
        Directory.EnumerateFileSystemEntries(Root).ShouldBeEmpty();
    }

    [Fact]
    public void A_copy_stays_as_it_is_whatever_is_written_there()
    {
        Write("a");
        using PolicyCopy copy = Take();

        Write("b");

        File.ReadAllText(Path.Combine(copy.Folder, "model")).ShouldBe("a");
        using PolicyCopy other = Take();
        other.Digest.ShouldNotBe(copy.Digest);
    }

    [Fact]
    public void What_a_killed_gateway_left_is_removed_and_nothing_else()
    {
        Write("a");
        Take().Dispose();
        string left = Directory.CreateDirectory(Path.Combine(Root, new string('a', 64))).FullName;
        string strange = Directory.CreateDirectory(Path.Combine(Root, "mine")).FullName;

        Take().Dispose();

        Directory.EnumerateFileSystemEntries(Root).ShouldBe([strange]);
    }

    [Fact]
    public void Copies_that_a_killed_gateway_was_at_go_after_a_day()
    {
        Write("a");
        Take().Dispose();
        string old = Directory.CreateDirectory(Path.Combine(Root, ".new-old")).FullName;
        string recent = Directory.CreateDirectory(Path.Combine(Root, ".new-recent")).FullName;
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));

        Take().Dispose();

        Directory.Exists(old).ShouldBeFalse();
        Directory.Exists(recent).ShouldBeTrue();
    }

    [Fact]
    public void No_more_is_copied_than_was_looked_at()
    {
        Write("four");

        GatewayError? error = new PolicyCopies([Root], TimeProvider.System, NullLogger.Instance)
            .Take(Source, most: 3, out PolicyCopy? copy, CancellationToken.None);

        error.ShouldNotBeNull().Message.ShouldContain("has grown while it was copied");
        copy.ShouldBeNull();
    }

    private void Write(string content) => File.WriteAllText(Path.Combine(Source, "model"), content);

    private PolicyCopy Take()
    {
        new PolicyCopies([Root], TimeProvider.System, NullLogger.Instance)
            .Take(Source, long.MaxValue, out PolicyCopy? copy, CancellationToken.None).ShouldBeNull();
        return copy!;
    }
}
