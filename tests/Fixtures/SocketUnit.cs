using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PolicyGate.Tests.Fixtures;

/// <summary>
/// What a service manager does for a socket unit: makes the socket, keeps it, and hands it to each process in turn.
/// </summary>
internal sealed partial class SocketUnit : IDisposable
{
    private const int DuplicateDescriptor = 0;

    // Above what a program opens at its start, so that the launcher's own 3 is free.
    private const int FirstKept = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");
    private readonly Socket _socket;
    private readonly int _inherited;

    /// <param name="type">A stream, for robots.</param>
    public SocketUnit(SocketType type = SocketType.Stream)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "robots.socket");
        _socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        _socket.Bind(new UnixDomainSocketEndPoint(Path));
        if (type is SocketType.Stream)
            _socket.Listen();
        _inherited = Inherit();
    }

    /// <summary>On a port of its own choice, on loopback.</summary>
    private SocketUnit(Socket tcp)
    {
        (_socket, Path) = (tcp, "");
        _inherited = Inherit();
    }

    /// <summary>Of a UNIX socket.</summary>
    public string Path { get; }

    public EndPoint EndPoint => _socket.LocalEndPoint!;

    public static SocketUnit OnLoopback()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return new SocketUnit(socket);
    }

    /// <summary>What is put before a command that is to find the socket as its descriptor 3.</summary>
    /// <param name="name">Its name; none is told where it is empty.</param>
    /// <param name="process">Whom they are for; the command itself where null.</param>
    public string[] Launcher(string name = "", int? process = null) =>
    [
        "bash", "-c",
        $"exec 3<&{_inherited} {_inherited}<&-; export LISTEN_FDS=1 LISTEN_FDNAMES={name}"
        + $" LISTEN_PID={process?.ToString(CultureInfo.InvariantCulture) ?? "$$"}; exec \"$@\"",
        "unit",
    ];

    public void Dispose()
    {
        _ = Close(_inherited);
        _socket.Dispose();
        _folder.Delete(recursive: true);
    }

    private int Inherit()
    {
        int descriptor = FileControl((int)_socket.Handle, DuplicateDescriptor, FirstKept);
        descriptor.ShouldBeGreaterThanOrEqualTo(FirstKept);
        return descriptor;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
