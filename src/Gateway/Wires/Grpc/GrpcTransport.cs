using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using PolicyGate.Gateway.Services;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>Sockets for Kestrel, read in large pieces by whoever wants their bytes.</summary>
/// <remarks>
/// Kestrel's own transport reads ahead, 4 KiB a system call, and hands each piece to another thread: an observation of
/// 1.8 MB is 450 pieces, and takes 7 ms of a processor. Here Kestrel's reader reads the socket itself, as it does under
/// TLS, up to 64 KiB at a time.
/// </remarks>
/// <param name="handed">Sockets that listen already.</param>
internal sealed class GrpcTransport(HandedSockets handed) : IConnectionListenerFactory
{
    private const int Backlog = 512;

    // Its FileDescriptorName=, where it is not found by its address.
    private const string HandedName = "lerobot";

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var address = (IPEndPoint)endpoint;
        if (handed.Find(address.ToString(), HandedName) is { } listening)
            return ValueTask.FromResult<IConnectionListener>(new GrpcListener(listening));
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // [::] is every address of the machine, as with Kestrel's own transport.
            if (address.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(address);
            socket.Listen(Backlog);
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            throw new AddressInUseException(fault.Message, fault);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        return ValueTask.FromResult<IConnectionListener>(new GrpcListener(socket));
    }
}
