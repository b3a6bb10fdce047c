using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Rights;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Rights;

/// <summary>A cache that is handed to another user: all of it that was root's, and nothing beside it.</summary>
public sealed class CacheFolderTests : IDisposable
{
    private const uint Other = NeedsRootFactAttribute.OtherUser;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [NeedsRootFact]
    public void What_is_roots_is_given_and_links_lead_nowhere()
    {
        string cache = Directory.CreateDirectory(In("cache")).FullName;
        string beside = Directory.CreateDirectory(In("beside")).FullName;
        File.WriteAllText(In("beside/kept"), "");
        File.WriteAllText(In("linked-twice"), "");
        Directory.CreateDirectory(In("cache/engines"));
        File.WriteAllText(In("cache/engines/a.engine"), "");
        File.WriteAllText(In("cache/anothers"), "");
        GatewayProcess.Give(Other + 1, In("cache/anothers"));
        File.CreateSymbolicLink(In("cache/to-file"), In("beside/kept"));
        Directory.CreateSymbolicLink(In("cache/to-folder"), beside);
        ProcessRun("ln", In("linked-twice"), In("cache/hard"));

        new CacheFolder(new FileOwner(Other, Other), NullLogger.Instance).HandOver(cache);

        string[] given = ["cache", "cache/engines", "cache/engines/a.engine"];
        given.ShouldAllBe(path => OwnerOf(In(path)) == Other);
        string[] kept = ["beside", "beside/kept", "cache/to-file", "cache/to-folder", "cache/hard"];
        kept.ShouldAllBe(path => OwnerOf(In(path)) == 0);
        OwnerOf(In("cache/anothers")).ShouldBe(Other + 1);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_not_made()
    {
        new CacheFolder(new FileOwner(Other, Other), NullLogger.Instance).HandOver(In("none"));

        Directory.Exists(In("none")).ShouldBeFalse();
    }

    private string In(string path) => Path.Combine(_folder.FullName, path);

    private static uint OwnerOf(string path)
    {
        LibC.StatX(LibC.AT_FDCWD, path, LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_UID, out FileStatus status).ShouldBe(0);
        return status.User;
    }

    private static void ProcessRun(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit(10_000).ShouldBeTrue();
        process.ExitCode.ShouldBe(0);
    }
}
