using System.Net.Sockets;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>Reads lines of bounded length from a socket.</summary>
internal sealed class AnswerLines(Socket socket, int maximumBytes)
{
    private byte[] _buffer = new byte[Math.Min(16 << 10, maximumBytes)];
    private int _filled;
    private int _taken;

    /// <summary>Whether the server has sent more than the lines that were taken.</summary>
    public bool HasMore => _filled > _taken;

    /// <summary>The next line without its end; valid until the next call.</summary>
    /// <exception cref="OpenArmException">The connection ended, or the line is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel)
    {
        int searched = Begin();
        int end;
        while ((end = FindEnd(ref searched)) < 0)
            Received(await socket.ReceiveAsync(Room(), cancel));
        return _buffer.AsMemory(0, end);
    }

    /// <summary>As <see cref="ReadAsync"/>, on a socket that blocks.</summary>
    /// <exception cref="OpenArmException">As there.</exception>
    /// <exception cref="SocketException">The socket failed, or its time to receive is over.</exception>
    public ReadOnlySpan<byte> Read()
    {
        int searched = Begin();
        int end;
        while ((end = FindEnd(ref searched)) < 0)
            Received(socket.Receive(Room().Span));
        return _buffer.AsSpan(0, end);
    }

    private int Begin()
    {
        _buffer.AsSpan(_taken.._filled).CopyTo(_buffer);
        (_filled, _taken) = (_filled - _taken, 0);
        return 0;
    }

    /// <returns>Where the line ends; negative where its end is not here yet.</returns>
    private int FindEnd(ref int searched)
    {
        int end = _buffer.AsSpan(searched.._filled).IndexOf((byte)'\n');
        if (end < 0)
        {
            searched = _filled;
            return end;
        }
        _taken = searched + end + 1;
        return searched + end;
    }

    private void Received(int bytes)
    {
        if (bytes == 0)
            throw new OpenArmException("the policy server closed the connection instead of answering");
        _filled += bytes;
    }

    private Memory<byte> Room()
    {
        if (_filled == _buffer.Length)
        {
            if (_buffer.Length >= maximumBytes)
                throw new OpenArmException($"the answer is longer than {maximumBytes} bytes");
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, maximumBytes));
        }
        return _buffer.AsMemory(_filled);
    }
}
