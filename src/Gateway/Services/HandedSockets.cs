using System.Net;
using System.Net.Sockets;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Services;

/// <summary>
/// The sockets that a service manager has handed over, until the wires that they are for have taken them. Robots that
/// come while no gateway runs wait in them.
/// </summary>
internal sealed class HandedSockets : IDisposable
{
    // SD_LISTEN_FDS_START: man sd_listen_fds.
    private const int First = 3;

    private readonly List<HandedSocket> _left = [];

    private HandedSockets()
    {
    }

    /// <summary>None.</summary>
    public static HandedSockets None { get; } = new();

    /// <summary>
    /// Takes every descriptor over and keeps it from the processes that this one starts. Call it before there are any.
    /// </summary>
    /// <param name="variables">What the service manager has said.</param>
    /// <param name="sockets">Disposed of by the caller.</param>
    /// <returns>Why one of them can be no wire's.</returns>
    public static GatewayError? Take(ServiceVariables variables, out HandedSockets sockets)
    {
        sockets = variables.Descriptors > 0 ? new HandedSockets() : None;
        GatewayError? error = null;
        for (int i = 0; i < variables.Descriptors; i++)
        {
            string name = i < variables.Names.Count ? variables.Names[i] : "";
            error ??= sockets.TakeOne(First + i, name);
        }
        return error;
    }

    /// <summary>The socket for this path or by this name, from now on the caller's; null where there is none.</summary>
    /// <param name="address">As configured.</param>
    /// <param name="name">As <c>openarm-0</c>.</param>
    public Socket? Find(string address, string name)
    {
        HandedSocket? found = _left.Find(handed => handed.Address == address)
            ?? _left.Find(handed => handed.Name == name);
        if (found is not null)
            _left.Remove(found);
        return found?.Socket;
    }

    /// <summary>Says which no wire has taken: robots would wait there for ever.</summary>
    public GatewayError? Leftover => _left.Count == 0 ? null : new GatewayError(ErrorCode.InvalidArgument,
        $"{string.Join(" and ", _left.Select(handed => handed.Place))} was handed over and is no wire's: its address"
        + " must be a wire's Listen or Endpoint, or FileDescriptorName= of its socket unit openarm-N (the N-th of"
        + " Wires:OpenArm, from 0) or lerobot");

    public void Dispose()
    {
        foreach (HandedSocket handed in _left)
            handed.Socket.Dispose();
        _left.Clear();
    }

    private GatewayError? TakeOne(int descriptor, string name)
    {
        string place = name.Length > 0 ? $"descriptor {descriptor} ('{name}')" : $"descriptor {descriptor}";
        if (LibC.FileControl(descriptor, LibC.F_SETFD, LibC.FD_CLOEXEC) != 0)
            return Unfit(place, "is not open");
        var handle = new SafeSocketHandle(descriptor, ownsHandle: true);
        Socket socket;
        try
        {
            socket = new Socket(handle);
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            // Somebody else's, it may be the runtime's own: not to be closed with the handle.
            handle.SetHandleAsInvalid();
            return Unfit(place, $"is no socket that robots can connect to ({fault.Message})");
        }
        string address = AddressOf(socket);
        place = address.Length > 0 ? $"{place}, {address}," : place;
        if (socket.SocketType is not SocketType.Stream || !IsListening(socket))
        {
            socket.Dispose();
            return Unfit(place, "is not a listening stream: the socket unit needs ListenStream= and"
                + " no Accept=yes");
        }
        _left.Add(new HandedSocket(socket, place, name, address));
        return null;
    }

    private static GatewayError Unfit(string place, string what) =>
        new(ErrorCode.InvalidArgument, $"{place} was handed over by the service manager and {what}");

    private static bool IsListening(Socket socket) =>
        (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)! != 0;

    private static string AddressOf(Socket socket) => socket.LocalEndPoint switch
    {
        IPEndPoint endPoint => endPoint.ToString(),
        { } path => path.ToString() ?? "",
        null => "",
    };
}
