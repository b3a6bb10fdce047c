using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using PolicyGate.Formats;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Tests.Gateway.Observations;

/// <summary>What a robot may name as its file, tried on the real file system.</summary>
[SupportedOSPlatform("linux")]
public sealed class ObservationFileTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("policygate-files-").FullName;
    private readonly ObservationFile _file;

    public ObservationFileTests() => _file = Admitting(_root, maximumBytes: 100);

    [Fact]
    public void A_regular_file_is_read_by_position()
    {
        Open(Create("a.arrow", "0123456789")).ShouldBeNull();
        _file.Length.ShouldBe(10);
        var bytes = new byte[4];
        _file.Read(3, bytes).ShouldBeNull();
        Encoding.ASCII.GetString(bytes).ShouldBe("3456");
        _file.CheckUnchanged().ShouldBeNull();
    }

    [Fact]
    public void A_missing_file_is_not_found_and_the_five_newest_are_named()
    {
        GatewayError error = Open(Path.Combine(_root, "gone.arrow")).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.NotFound);
        error.Message.ShouldContain("newest 5 files");
    }

    /// <summary>Not tried on the file system: as root, which tests may run as, nothing is denied.</summary>
    [Fact]
    public void A_denied_file_names_the_uid_and_how_the_node_makes_its_files()
    {
        GatewayError error = ObservationFileErrors.Open(LibC.EACCES);
        error.Message.ShouldMatch("permission denied for uid [0-9]+: .*0700.*0600.*as root");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a.arrow", "relative")]
    [InlineData("/dev/shm/a\0b", "NUL")]
    public void Paths_that_lead_nowhere_certain_are_refused(string path, string reason) => ShouldRefuse(path, reason);

    [Fact]
    public void Paths_longer_than_the_kernel_takes_are_refused() =>
        ShouldRefuse("/" + new string('a', 4096), "4097 bytes");

    [Fact]
    public void Names_longer_than_the_file_system_takes_are_refused() =>
        ShouldRefuse(Path.Combine(_root, new string('a', 300)), "too long");

    [Fact]
    public void A_FIFO_is_refused_at_once()
    {
        string path = Path.Combine(_root, "fifo");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [path]))
            mkfifo.WaitForExit(5000).ShouldBeTrue();
        ShouldRefuse(path, "a FIFO");
    }

    [Fact]
    public void A_directory_is_refused() => ShouldRefuse(_root, "a directory");

    [Fact]
    public void A_socket_is_refused()
    {
        string path = Path.Combine(_root, "socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        ShouldRefuse(path, "a socket");
    }

    [Fact]
    public void A_device_is_refused()
    {
        using ObservationFile file = Admitting("/", maximumBytes: 100);
        GatewayError error = file.Open("/dev/zero"u8).ShouldNotBeNull();
        error.Message.ShouldContain("a character device");
    }

    [Fact]
    public void A_symbolic_link_is_refused_even_within_the_root()
    {
        string link = Path.Combine(_root, "link.arrow");
        File.CreateSymbolicLink(link, Create("a.arrow", "x"));
        ShouldRefuse(link, "a symbolic link");
    }

    [Fact]
    public void A_folder_that_leads_out_of_the_root_is_refused()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "out"), "/etc");
        ShouldRefuse(Path.Combine(_root, "out", "passwd"), "its real path /etc/passwd lies outside");
        ShouldRefuse($"{_root}/../../etc/passwd", "its real path /etc/passwd lies outside");
    }

    [Fact]
    public void A_folder_whose_name_only_begins_as_the_root_does_is_outside()
    {
        string sibling = _root + "-sibling";
        Directory.CreateDirectory(sibling);
        try
        {
            File.WriteAllText(Path.Combine(sibling, "a.arrow"), "x");
            ShouldRefuse(Path.Combine(sibling, "a.arrow"), "lies outside of the folders");
        }
        finally
        {
            Directory.Delete(sibling, recursive: true);
        }
    }

    [Fact]
    public void A_root_that_is_a_symbolic_link_admits_what_lies_behind()
    {
        string link = Path.Combine(_root, "root");
        Directory.CreateDirectory(Path.Combine(_root, "real"));
        File.CreateSymbolicLink(link, Path.Combine(_root, "real"));
        Create("real/a.arrow", "x");
        using ObservationFile file = Admitting(link, maximumBytes: 100);
        file.Open(Encoding.UTF8.GetBytes(Path.Combine(link, "a.arrow"))).ShouldBeNull();
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_with_both_sizes()
    {
        GatewayError error = Open(Create("a.arrow", new string('x', 101))).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.Overloaded);
        error.Message.ShouldContain("101 bytes, at most 100");
    }

    [Fact]
    public void A_file_deleted_after_it_was_opened_is_read_to_its_end()
    {
        string path = Create("a.arrow", "0123456789");
        Open(path).ShouldBeNull();
        File.Delete(path);
        _file.Read(0, new byte[10]).ShouldBeNull();
        _file.CheckUnchanged().ShouldBeNull();
    }

    [Fact]
    public void A_path_that_gets_a_new_file_is_still_the_old_one()
    {
        string path = Create("a.arrow", "old");
        Open(path).ShouldBeNull();
        File.Move(Create("b.arrow", "new"), path, overwrite: true);
        var bytes = new byte[3];
        _file.Read(0, bytes).ShouldBeNull();
        Encoding.ASCII.GetString(bytes).ShouldBe("old");
        _file.CheckUnchanged().ShouldBeNull();
    }

    [Fact]
    public void A_file_that_was_written_to_is_refused_though_its_size_stayed()
    {
        string path = Create("a.arrow", "0123456789");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-1));
        Open(path).ShouldBeNull();
        File.WriteAllText(path, "9876543210");
        _file.CheckUnchanged().ShouldNotBeNull().Message.ShouldContain("written to while it was read");
    }

    [Fact]
    public void A_file_cut_short_is_a_fault_not_a_crash()
    {
        string path = Create("a.arrow", "0123456789");
        Open(path).ShouldBeNull();
        File.WriteAllText(path, "01");
        FormatFault fault = _file.Read(0, new byte[10]).ShouldNotBeNull();
        fault.Kind.ShouldBe(FormatFaultKind.Unreadable);
        fault.Message.ShouldContain("ends at byte 2 of 10");
        _file.CheckUnchanged().ShouldNotBeNull();
    }

    [Fact]
    public void No_descriptor_stays_open()
    {
        string path = Create("a.arrow", "x");
        string directory = _root;
        for (int i = 0; i < 5; i++)
        {
            Open(path).ShouldBeNull();
            Open(directory).ShouldNotBeNull();
        }
        Directory.GetFiles("/proc/self/fd").Select(descriptor => new FileInfo(descriptor).LinkTarget)
            .ShouldNotContain(target => target != null && target.StartsWith(_root, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _file.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static ObservationFile Admitting(string root, long maximumBytes) =>
        new(new ObservationRoots([root]), maximumBytes, TimeProvider.System);

    private string Create(string name, string text)
    {
        string path = Path.Combine(_root, name);
        File.WriteAllText(path, text);
        return path;
    }

    private GatewayError? Open(string path) => _file.Open(Encoding.UTF8.GetBytes(path));

    private void ShouldRefuse(string path, string reason)
    {
        GatewayError error = Open(path).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.InvalidArgument);
        error.Message.ShouldContain(reason);
    }
}
