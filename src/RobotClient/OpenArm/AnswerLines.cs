using System.Net.Sockets;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>Reads lines of bounded length from a socket.</summary>
internal sealed class AnswerLines(Socket socket, int maximumBytes)
{
    private byte[] _buffer = new byte[Math.Min(16 << 10, maximumBytes)];
    private int _filled;
    private int _taken;

    /// <summary>The next line without its end; valid until the next call.</summary>
    /// <exception cref="OpenArmException">The connection ended, or the line is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel)
    {
        _buffer.AsSpan(_taken.._filled).CopyTo(_buffer);
        (_filled, _taken) = (_filled - _taken, 0);
        int searched = 0;
        while (true)
        {
            int end = _buffer.AsSpan(searched.._filled).IndexOf((byte)'\n');
            if (end >= 0)
            {
                _taken = searched + end + 1;
                return _buffer.AsMemory(0, searched + end);
            }
            searched = _filled;
            MakeRoom();
            int received = await socket.ReceiveAsync(_buffer.AsMemory(_filled), cancel);
            if (received == 0)
                throw new OpenArmException("the policy server closed the connection instead of answering");
            _filled += received;
        }
    }

    private void MakeRoom()
    {
        if (_filled < _buffer.Length)
            return;
        if (_buffer.Length >= maximumBytes)
            throw new OpenArmException($"the answer is longer than {maximumBytes} bytes");
        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, maximumBytes));
    }
}
