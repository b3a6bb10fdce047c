using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>Whatever <c>data_path</c> may name but an observation: each is refused by name, at once.</summary>
public sealed class UnusableFilesTests : IClassFixture<BesetGateway>, IDisposable
{
    private readonly BesetGateway _beset;
    private readonly RobotSocket _robot;

    public UnusableFilesTests(BesetGateway beset) => (_beset, _robot) = (beset, beset.Connect());

    [Fact]
    public void A_file_that_vanished_between_the_line_and_the_open()
    {
        string path = _beset.Copy("vanished.arrow");
        File.Delete(path);
        ShouldBeRefused(path, "it is not there");
    }

    [Fact]
    public void A_FIFO_on_which_nobody_writes()
    {
        string path = Path.Combine(_beset.Folder, "fifo");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [path]))
            mkfifo.WaitForExit(5000).ShouldBeTrue();
        ShouldBeRefused(path, "a FIFO");
    }

    [Fact]
    public void A_directory() => ShouldBeRefused(_beset.Folder, "a directory");

    [Theory]
    [InlineData("/dev/zero", "a character device")]
    [InlineData("/dev/stdin", "a symbolic link")]
    [InlineData("/dev/fd/0", "a symbolic link")]
    [InlineData("/proc/self/fd/0", "a symbolic link")]
    [InlineData("/proc/self/environ", "lies outside")]
    [InlineData("/etc/passwd", "lies outside")]
    [InlineData("/dev/shm/../../etc/passwd", "its real path /etc/passwd lies outside")]
    [InlineData("/proc/self/root/etc/passwd", "its real path /etc/passwd lies outside")]
    [InlineData("/proc/self/cwd", "a symbolic link")]
    [InlineData("/dev/shm", "a directory")]
    [InlineData("/dev/shm/", "a directory")]
    [InlineData("relative.arrow", "relative")]
    [InlineData("", "data_path")]
    [InlineData("/dev/shm/%2e%2e/%2e%2e/etc/passwd", "it is not there")]
    public void A_device_a_descriptor_or_a_file_elsewhere(string path, string reason) =>
        ShouldBeRefused(path, reason);

    [Fact]
    public void A_path_through_proc_self_root_to_a_good_file_is_that_file()
    {
        BesetGateway.ShouldBeRight(_robot.Ask(_beset.LineFor("/proc/self/root" + _beset.GoodFile)));
    }

    [Fact]
    public void A_socket()
    {
        string path = Path.Combine(_beset.Folder, "socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        ShouldBeRefused(path, "a socket");
    }

    [Fact]
    public void A_symbolic_link_to_a_good_file()
    {
        string link = Path.Combine(_beset.Folder, "link.arrow");
        File.CreateSymbolicLink(link, _beset.GoodFile);
        ShouldBeRefused(link, "a symbolic link");
    }

    [Fact]
    public void A_symbolic_link_to_itself()
    {
        string link = Path.Combine(_beset.Folder, "loop");
        File.CreateSymbolicLink(link, link);
        ShouldBeRefused(Path.Combine(link, "a.arrow"), "a symbolic link");
    }

    [Fact]
    public void A_folder_that_is_a_symbolic_link_out_of_the_roots()
    {
        string link = Path.Combine(_beset.Folder, "out");
        File.CreateSymbolicLink(link, "/etc");
        ShouldBeRefused(Path.Combine(link, "passwd"), "its real path /etc/passwd lies outside");
    }

    [Fact]
    public void A_hard_link_to_a_good_file_is_that_file()
    {
        string link = Path.Combine(_beset.Folder, "hard.arrow");
        using (var ln = System.Diagnostics.Process.Start("ln", [_beset.GoodFile, link]))
            ln.WaitForExit(5000).ShouldBeTrue();
        BesetGateway.ShouldBeRight(_robot.Ask(_beset.LineFor(link)));
    }

    [Fact]
    public void A_sparse_file_of_one_terabyte()
    {
        string path = Path.Combine(_beset.Folder, "sparse.arrow");
        using (FileStream file = File.Create(path))
            file.SetLength(1L << 40);
        ShouldBeRefused(path, "it has 1099511627776 bytes, at most 268435456 are read (Limits:ObservationBytes)");
    }

    [Fact]
    public void A_sparse_file_of_as_many_bytes_as_are_read()
    {
        string path = Path.Combine(_beset.Folder, "zeros.arrow");
        using (FileStream file = File.Create(path))
            file.SetLength(256L << 20);
        ShouldBeRefused(path, "magic");
    }

    [Fact]
    public void An_empty_file()
    {
        string path = Path.Combine(_beset.Folder, "empty.arrow");
        File.WriteAllBytes(path, []);
        ShouldBeRefused(path, "0 bytes");
    }

    [Theory]
    [InlineData(300, "too long")]
    [InlineData(5000, "over 4095 bytes")]
    [InlineData(900_000, "over 4095 bytes")]
    public void A_name_of_so_many_bytes(int bytes, string reason)
    {
        string answer = ShouldBeRefused(Path.Combine(_beset.Folder, new string('a', bytes)), reason);
        answer.Length.ShouldBeLessThan(6000, "the answer repeats the name");
    }

    [Fact]
    public void A_path_with_a_NUL_in_it() => ShouldBeRefused(_beset.GoodFile + "\0.arrow", "NUL");

    [Fact]
    public void A_name_that_would_break_a_line_of_the_log()
    {
        ShouldBeRefused(Path.Combine(_beset.Folder, "a\n2026-01-01 all is well\u001b[2J"), "it is not there");
        _beset.Log.Text.ShouldNotContain('\u001b');
    }

    [Fact]
    public void A_name_with_percent_signs_is_taken_as_it_is() =>
        BesetGateway.ShouldBeRight(_robot.Ask(_beset.LineFor(_beset.Copy("100%20done%n%s.arrow"))));

    [Fact]
    public void A_name_beyond_ASCII_is_taken_as_it_is() =>
        BesetGateway.ShouldBeRight(_robot.Ask(_beset.LineFor(_beset.Copy("Бild-🤖.arrow"))));

    [Fact]
    public void A_name_that_is_not_UTF8()
    {
        byte[] line = Encoding.UTF8.GetBytes(_beset.LineFor(Path.Combine(_beset.Folder, "@.arrow")) + "\n");
        line[line.AsSpan().LastIndexOf((byte)'@')] = 0xFF;
        _robot.Send(line);
        using JsonDocument answer = JsonDocument.Parse(_robot.ReadLine()!);
        BesetGateway.ShouldBeRefused(answer.RootElement, "not valid UTF-8");
    }

    /// <summary>The next good tick on the same connection is right, and nobody else has noticed.</summary>
    public void Dispose()
    {
        BesetGateway.ShouldBeRight(_robot.Ask(_beset.GoodLine));
        _beset.Good.ShouldBeUndisturbed();
        _robot.Dispose();
    }

    private string ShouldBeRefused(string path, string reason)
    {
        JsonElement answer = _robot.Ask(_beset.LineFor(JsonEncodedText.Encode(path).ToString()));
        BesetGateway.ShouldBeRefused(answer, reason);
        return answer.ToString();
    }
}
