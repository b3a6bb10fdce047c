using System.Net.Sockets;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>The robot's end of the OpenArm wire: an observation out, an answer in, one at a time.</summary>
/// <remarks>Not for use by two threads at once. After an exception the connection is of no more use.</remarks>
public sealed class OpenArmRobot : IDisposable
{
    private readonly OpenArmRobotOptions _options;
    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private readonly AnswerLines _answers;
    private readonly ObservationFolder _folder;
    private readonly OpenArmRequestWriter _requests = new();

    private OpenArmRobot(OpenArmRobotOptions options, Socket socket, TimeProvider time)
    {
        (_options, _socket, _time) = (options, socket, time);
        _answers = new AnswerLines(socket, options.AnswerBytes);
        _folder = new ObservationFolder(options.Folder, options.KeepFiles);
    }

    /// <exception cref="OpenArmException">Nobody listens there.</exception>
    public static async Task<OpenArmRobot> ConnectAsync(
        OpenArmRobotOptions options, TimeProvider time, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(options.SocketPath), cancel);
            return new OpenArmRobot(options, socket, time);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new OpenArmException($"cannot connect to {options.SocketPath}: {failure.Message}", failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Writes the observation's file, sends the request and waits for its one answer.</summary>
    /// <exception cref="OpenArmException">The connection ended, no answer came in time, or it was
    /// malformed.</exception>
    public async Task<OpenArmExchange> AskAsync(OpenArmObservation observation, CancellationToken cancel)
    {
        long made = NanosecondsSince1970(_time.GetUtcNow());
        string path = _folder.Write(observation.File.Span);
        ReadOnlyMemory<byte> request = _requests.Write(path, observation, made);
        using var timeout = new CancellationTokenSource(_options.AnswerTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        long sent = _time.GetTimestamp();
        try
        {
            await SendAsync(request, either.Token);
            ReadOnlyMemory<byte> line = await _answers.ReadAsync(either.Token);
            TimeSpan roundTrip = _time.GetElapsedTime(sent);
            return new OpenArmExchange(OpenArmAnswerReader.Read(line.Span), roundTrip);
        }
        catch (OperationCanceledException failure) when (!cancel.IsCancellationRequested)
        {
            throw new OpenArmException($"no answer within {_options.AnswerTimeout.TotalSeconds:0.###} s", failure);
        }
        catch (SocketException failure)
        {
            throw new OpenArmException($"the policy server's end failed: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _requests.Dispose();
        _folder.Dispose();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, cancel)..];
    }

    private static long NanosecondsSince1970(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;
}
