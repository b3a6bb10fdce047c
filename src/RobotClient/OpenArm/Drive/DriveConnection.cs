using System.Net.Sockets;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>A robot's end of the wire on a thread that blocks; allocates nothing from tick to tick.</summary>
public sealed class DriveConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly AnswerLines _answers;

    /// <param name="socket">Connected; belongs to this from now on.</param>
    /// <param name="patience">How long a send or an answer may take.</param>
    /// <param name="answerBytes">Of an answer line at most.</param>
    public DriveConnection(Socket socket, TimeSpan patience, int answerBytes)
    {
        _socket = socket;
        _socket.ReceiveTimeout = _socket.SendTimeout = (int)patience.TotalMilliseconds;
        _answers = new AnswerLines(socket, answerBytes);
    }

    /// <summary>Whether more came than the answers that were asked for.</summary>
    internal bool HasMore => _answers.HasMore;

    /// <exception cref="OpenArmException">Nobody listens there.</exception>
    public static DriveConnection Connect(string socketPath, TimeSpan patience, int answerBytes)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
            return new DriveConnection(socket, patience, answerBytes);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new OpenArmException($"cannot connect to {socketPath}: {failure.Message}", failure);
        }
    }

    /// <summary>Sends a request line and waits for its answer.</summary>
    /// <returns>Without its end; valid until the next call.</returns>
    /// <exception cref="OpenArmException">The connection ended, or no answer came in time.</exception>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> line)
    {
        try
        {
            while (!line.IsEmpty)
                line = line[_socket.Send(line)..];
            return _answers.Read();
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new OpenArmException($"no answer within {_socket.ReceiveTimeout / 1e3:0.###} s", failure);
        }
        catch (SocketException failure)
        {
            throw new OpenArmException($"the policy server's end failed: {failure.Message}", failure);
        }
        catch (ObjectDisposedException failure)
        {
            throw new OpenArmException("the connection was given up", failure);
        }
    }

    public void Dispose() => _socket.Dispose();
}
