using System.Net.Sockets;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>Where robots get their connections: the server's socket, or one of their own that it connects to.</summary>
internal sealed class DriveSockets : IDisposable
{
    private readonly DriveOptions _options;
    private readonly Socket? _listener;

    /// <exception cref="OpenArmException">The robots' own socket cannot be made.</exception>
    public DriveSockets(DriveOptions options)
    {
        _options = options;
        if (options.Listen)
            _listener = Listen(options);
    }

    /// <summary>The next robot's connection; the container's way, waits for the server to connect.</summary>
    /// <exception cref="OpenArmException">Nobody listens there.</exception>
    /// <exception cref="OperationCanceledException">Stopped while it waited.</exception>
    public DriveConnection Next(CancellationToken stop)
    {
        if (_listener is null)
            return DriveConnection.Connect(_options.SocketPath, _options.AnswerTimeout, _options.AnswerBytes);
        Socket accepted = _listener.AcceptAsync(stop).AsTask().GetAwaiter().GetResult();
        return new DriveConnection(accepted, _options.AnswerTimeout, _options.AnswerBytes);
    }

    public void Dispose()
    {
        if (_listener is null)
            return;
        _listener.Dispose();
        File.Delete(_options.SocketPath);
    }

    private static Socket Listen(DriveOptions options)
    {
        if (File.Exists(options.SocketPath))
            throw new OpenArmException($"{options.SocketPath} is there already; remove it or name another");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(options.SocketPath));
            File.SetUnixFileMode(options.SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(options.Robots);
            return listener;
        }
        catch (SocketException failure)
        {
            listener.Dispose();
            throw new OpenArmException($"cannot listen on {options.SocketPath}: {failure.Message}", failure);
        }
    }
}
