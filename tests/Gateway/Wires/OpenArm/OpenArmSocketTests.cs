using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Tests.Gateway.Wires.OpenArm;

/// <summary>Which files at the socket's path are taken over, and which never.</summary>
public sealed class OpenArmSocketTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");

    private string SocketPath => Path.Combine(_folder.FullName, "policy.socket");

    [Fact]
    public void Only_the_owner_may_connect()
    {
        using OpenArmListener listener = Listen();
        File.GetUnixFileMode(SocketPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_socket_on_which_nobody_listens_any_more_is_replaced()
    {
        Abandon(SocketPath);
        using OpenArmListener listener = Listen();
        using Socket robot = New();
        robot.Connect(new UnixDomainSocketEndPoint(SocketPath));
    }

    [Fact]
    public void A_socket_on_which_somebody_listens_is_left_to_him()
    {
        using OpenArmListener first = Listen();
        Should.Throw<IOException>(Listen).Message.ShouldContain("another process listens there");
        using Socket robot = New();
        robot.Connect(new UnixDomainSocketEndPoint(SocketPath));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_listener_that_takes_nobody_any_more_is_not_waited_for()
    {
        using Socket busy = New();
        busy.Bind(new UnixDomainSocketEndPoint(SocketPath));
        busy.Listen(0);
        using Socket robot = New();
        robot.Connect(new UnixDomainSocketEndPoint(SocketPath));
        IOException refused = await Should.ThrowAsync<IOException>(Task.Run(Listen));
        refused.Message.ShouldContain("another process listens there");
    }

    [Theory]
    [InlineData("")]
    [InlineData("notes")]
    public void A_plain_file_is_never_removed(string contents)
    {
        File.WriteAllText(SocketPath, contents);
        Should.Throw<IOException>(Listen).Message.ShouldContain("no socket");
        File.ReadAllText(SocketPath).ShouldBe(contents);
    }

    [Fact]
    public void A_link_is_never_removed_nor_followed()
    {
        string target = Path.Combine(_folder.FullName, "elsewhere");
        Abandon(target);
        File.CreateSymbolicLink(SocketPath, target);
        Should.Throw<IOException>(Listen).Message.ShouldContain("no socket");
        new FileInfo(SocketPath).LinkTarget.ShouldBe(target);
        File.Exists(target).ShouldBeTrue();
    }

    [Fact]
    public void At_the_end_its_own_file_is_removed()
    {
        Listen().Dispose();
        File.Exists(SocketPath).ShouldBeFalse();
    }

    [Fact]
    public void At_the_end_what_another_has_put_in_its_place_stays()
    {
        OpenArmListener listener = Listen();
        File.Delete(SocketPath);
        using OpenArmListener other = Listen();
        listener.Dispose();
        File.Exists(SocketPath).ShouldBeTrue();
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        string path = Path.Combine(_folder.FullName, "missing", "policy.socket");
        Should.Throw<IOException>(() => OpenArmSocket.Listen(path, NullLogger.Instance))
            .Message.ShouldContain($"cannot listen on {path}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private OpenArmListener Listen() => OpenArmSocket.Listen(SocketPath, NullLogger.Instance);

    /// <summary>Leaves what a killed process leaves.</summary>
    private static void Abandon(string path)
    {
        using Socket socket = New();
        socket.Bind(new UnixDomainSocketEndPoint(path));
        File.Move(path, path + ".kept");
        socket.Dispose();
        File.Move(path + ".kept", path);
    }

    private static Socket New() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
