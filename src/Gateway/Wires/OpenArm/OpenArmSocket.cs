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
    public static OpenArmListener Listen(string path, ILogger logger)
    {
        RemoveStale(path, logger);
        var listener = new OpenArmListener(New(), path);
        try
        {
            listener.Bind(OwnerOnly, Backlog);
            return listener;
        }
        catch (Exception fault)
            when (fault is SocketException or UnauthorizedAccessException or ArgumentException or IOException)
        {
            listener.Dispose();
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
        switch (SocketFile.At(path).Kind)
        {
            case SocketFileKind.Absent:
                return;
            case SocketFileKind.Other:
                throw new IOException(
                    $"cannot listen on {path}: something that is no socket is there; remove it or choose another path");
            default:
                ThrowIfListening(path);
                Log.StaleSocket(logger, path);
                File.Delete(path);
                return;
        }
    }

    private static void ThrowIfListening(string path)
    {
        using Socket probe = New();
        // A listener that takes nobody any more has a full line, and to wait for a place in it could be for ever.
        probe.Blocking = false;
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return;
        }
        catch (SocketException fault) when (fault.SocketErrorCode is not SocketError.WouldBlock)
        {
            throw new IOException(
                $"cannot listen on {path}: whether anybody listens there cannot be told ({fault.Message});"
                + " remove it or choose another path", fault);
        }
        catch (SocketException)
        {
            // Its line is full: somebody listens.
        }
        throw new IOException(
            $"cannot listen on {path}: another process listens there; stop it or choose another path");
    }
}
