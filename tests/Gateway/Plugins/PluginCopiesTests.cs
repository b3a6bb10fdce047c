using System.Runtime.Versioning;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Plugins;

[SupportedOSPlatform("linux")]
public sealed class PluginCopiesTests : IDisposable
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryPlugins _plugins = new();
    private readonly LogLines _log = new();
    private readonly string _folder;

    public PluginCopiesTests() => _folder = _plugins.Add("DependencyOne", "DependencyOne");

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void A_copy_is_closed_to_others_and_made_once()
    {
        PluginCopy first = Take();
        PluginCopy second = Take();

        second.Folder.ShouldBe(first.Folder);
        Path.GetDirectoryName(first.Folder).ShouldBe(_plugins.Copies);
        File.GetUnixFileMode(first.Folder).ShouldBe(OwnerOnly);
        File.GetUnixFileMode(Path.Combine(first.Folder, "Ruler.dll")).ShouldBe(UnixFileMode.UserRead);
        Directory.GetDirectories(_plugins.Copies).ShouldBe([first.Folder]);
        FolderDigest.Of(first.Folder).ShouldBe(Path.GetFileName(first.Folder));
    }

    [Fact]
    public void Any_change_to_a_file_makes_another_copy()
    {
        string before = Take().Folder;
        string ruler = Path.Combine(_folder, "Ruler.dll");
        DateTime written = File.GetLastWriteTimeUtc(ruler);
        byte[] bytes = File.ReadAllBytes(ruler);
        bytes[^1] ^= 1;
        File.WriteAllBytes(ruler, bytes);
        File.SetLastWriteTimeUtc(ruler, written);

        Take().Folder.ShouldNotBe(before);
    }

    [Fact]
    public void Links_between_libraries_stay_links()
    {
        File.WriteAllText(Path.Combine(_folder, "libengine.so.1"), "code");
        File.CreateSymbolicLink(Path.Combine(_folder, "libengine.so"), "libengine.so.1");

        string copy = Take().Folder;

        new FileInfo(Path.Combine(copy, "libengine.so")).LinkTarget.ShouldBe("libengine.so.1");
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_place_where_others_may_write_is_passed_over(UnixFileMode open)
    {
        string planted = Directory.CreateDirectory(_plugins.Copies, OwnerOnly).FullName;
        File.SetUnixFileMode(planted, OwnerOnly | open);
        string second = _plugins.Copies + "-second";

        PluginCopy copy = Take(planted, second);

        Path.GetDirectoryName(copy.Folder).ShouldBe(second);
    }

    [Fact]
    public void A_place_that_others_may_replace_is_passed_over()
    {
        string open = Directory.CreateDirectory(_plugins.Copies).FullName;
        File.SetUnixFileMode(open, OwnerOnly | UnixFileMode.OtherWrite);

        Take(Path.Combine(open, "plugins")).Folder.ShouldBe(_folder);
        _log.Text.ShouldContain($"'{open}' may be written by other users");

        File.SetUnixFileMode(open, OwnerOnly | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        Take(Path.Combine(open, "plugins")).Folder.ShouldNotBe(_folder, "a sticky folder is as safe as /tmp");
    }

    [Fact]
    public void A_link_in_the_place_of_the_folder_is_passed_over()
    {
        string elsewhere = Directory.CreateDirectory(_plugins.Copies + "-elsewhere", OwnerOnly).FullName;
        Directory.CreateSymbolicLink(_plugins.Copies, elsewhere);

        Take().Folder.ShouldBe(_folder);
        _log.Text.ShouldContain("is not a folder");
    }

    [Fact]
    public void Where_no_copy_can_be_made_the_folder_itself_is_loaded_with_a_warning()
    {
        string file = _plugins.Copies;
        File.WriteAllText(file, "a file where the folder should be");

        PluginCopy copy = Take(file, "/proc/policygate");

        copy.Folder.ShouldBe(_folder);
        _log.Text.ShouldContain($"no private copy of plugin folder {_folder} can be made");
        _log.Text.ShouldContain("/proc/policygate");
    }

    [Fact]
    public void Old_copies_go_and_those_in_use_stay()
    {
        Directory.CreateDirectory(_plugins.Copies, OwnerOnly);
        string stranger = Directory.CreateDirectory(Path.Combine(_plugins.Copies, "thesis")).FullName;
        Directory.SetLastWriteTimeUtc(stranger, DateTime.UtcNow.AddYears(-1));
        List<PluginCopy> taken = [];
        for (int i = 0; i < 12; i++)
        {
            File.WriteAllText(Path.Combine(_folder, "version.txt"), $"{i}");
            PluginCopy copy = Take();
            taken.Add(copy);
            if (i > 0)
                copy.InUse!.Dispose();
            Directory.SetLastWriteTimeUtc(copy.Folder, DateTime.UtcNow.AddHours(i - 24));
        }

        Directory.Exists(taken[0].Folder).ShouldBeTrue("it is in use");
        Directory.Exists(taken[1].Folder).ShouldBeFalse("it is the oldest that nobody uses");
        Directory.Exists(taken[11].Folder).ShouldBeTrue("it is the newest");
        Directory.GetDirectories(_plugins.Copies).Length.ShouldBe(10, "8, the one in use and the stranger");
        Directory.Exists(stranger).ShouldBeTrue("it is no copy");
        taken[0].InUse!.Dispose();
    }

    [Fact]
    public void Unfinished_copies_of_a_process_that_died_go_after_a_day()
    {
        Directory.CreateDirectory(_plugins.Copies, OwnerOnly);
        string old = Directory.CreateDirectory(Path.Combine(_plugins.Copies, ".new-old")).FullName;
        string recent = Directory.CreateDirectory(Path.Combine(_plugins.Copies, ".new-recent")).FullName;
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));

        Take();

        Directory.Exists(old).ShouldBeFalse();
        Directory.Exists(recent).ShouldBeTrue();
    }

    [Fact]
    public void A_FIFO_in_it_is_an_error_and_not_waited_for()
    {
        string fifo = Path.Combine(_folder, "notes");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [fifo]))
            mkfifo.WaitForExit();

        GatewayError? error = _plugins.PrivateCopies().Take(_folder, out PluginCopy? copy);

        error.ShouldNotBeNull().Message.ShouldContain($"{fifo} is no regular file");
        copy.ShouldBeNull();
    }

    [Fact]
    public void A_folder_that_is_gone_is_an_error()
    {
        GatewayError? error = _plugins.PrivateCopies().Take(_folder + "-gone", out PluginCopy? copy);

        error.ShouldNotBeNull().Code.ShouldBe(ErrorCode.Unavailable);
        error.Message.ShouldContain(_folder + "-gone");
        copy.ShouldBeNull();
    }

    private PluginCopy Take(params IReadOnlyList<string> roots)
    {
        _plugins.PrivateCopies(_log, roots).Take(_folder, out PluginCopy? copy).ShouldBeNull();
        return copy.ShouldNotBeNull();
    }
}
