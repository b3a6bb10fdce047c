using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>Makes the two kinds of socket that a robot's node can meet.</summary>
internal static class OpenArmSocket
{
    // A robot connects once and stays: a full backlog means hundreds at the same instant.
    private const int Backlog = 128;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Binds the path. The file's mode is 0600 before anybody can connect.</summary>
    /// <exception cref="IOException">The path is taken, or cannot be bound; the message says which and how to mend
    /// it.</exception>
    public static Socket Listen(string path, ILogger logger)
    {
        RemoveStale(path, logger);
        var socket = New();
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Between bind and listen a connection is refused, so nobody slips in under the umask's mode.
            File.SetUnixFileMode(path, OwnerOnly);
            socket.Listen(Backlog);
            return socket;
        }
        catch (Exception fault) when (fault is SocketException or UnauthorizedAccessException or ArgumentException)
        {
            socket.Dispose();
            throw new IOException(
                $"cannot listen on {path}: {fault.Message}; the folder must exist and be writable", fault);
        }
    }

    /// <summary>Connects to a robot's node that listens.</summary>
    /// <exception cref="IOException">Nobody listens there; the message says how to mend it.</exception>
    public static Socket Connect(string path)
    {
        var socket = New();
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw new IOException(
                $"cannot connect to {path}: {fault.Message}; the robot's node must listen there before this starts,"
                + " and its folder is open to its own user and to root alone", fault);
        }
    }

    private static Socket New() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static void RemoveStale(string path, ILogger logger)
    {
        var file = new FileInfo(path);
        if (!file.Exists && file.LinkTarget is null)
            return;
        if (!file.Attributes.HasFlag(FileAttributes.Normal) && file.LinkTarget is not null)
            throw new IOException($"cannot listen on {path}: a link is there; remove it or choose another path");
        using Socket probe = New();
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException fault)
            when (fault.SocketErrorCode is SocketError.ConnectionRefused && !HasContents(file))
        {
            Log.StaleSocket(logger, path);
            file.Delete();
            return;
        }
        catch (SocketException fault)
        {
            throw new IOException(
                $"cannot listen on {path}: something is there that is no abandoned socket ({fault.Message});"
                + " remove it or choose another path", fault);
        }
        throw new IOException(
            $"cannot listen on {path}: another process listens there; stop it or choose another path");
    }

    // Connecting to a plain file is refused just as connecting to an abandoned socket is; a socket has no contents.
    private static bool HasContents(FileInfo file) => file.Length > 0;
}
