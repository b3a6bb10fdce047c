using System.Net.Sockets;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>Cuts a stream socket into lines, in a buffer that is kept and never outgrows the limit.</summary>
internal sealed class LineReader(Socket socket, int limitBytes)
{
    // The stock node's request is under 2 KiB; the buffer grows only for one that needs it.
    private byte[] _buffer = new byte[Math.Min(8192, limitBytes)];
    private int _begin;
    private int _end;

    /// <summary>The line that <see cref="Read"/> found, without its end; may be changed in place.</summary>
    public Span<byte> Line => _buffer.AsSpan(_begin, LineLength);

    private int LineLength { get; set; }

    /// <summary>Waits for the next line.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public LineStatus Read()
    {
        Consume();
        int searched = 0;
        bool tooLong = false;
        while (true)
        {
            int newline = _buffer.AsSpan(_begin + searched, _end - _begin - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                LineLength = searched + newline;
                return tooLong ? LineStatus.TooLong : LineStatus.Line;
            }
            searched = _end - _begin;
            if (!MakeRoom())
            {
                // Read on to the line's end, keeping nothing, so that the next line is the next request.
                tooLong = true;
                (_begin, _end, searched) = (0, 0, 0);
            }
            int received = socket.Receive(_buffer.AsSpan(_end));
            if (received == 0)
                return LineStatus.End;
            _end += received;
        }
    }

    private void Consume()
    {
        if (_end > _begin)
            _begin = Math.Min(_begin + LineLength + 1, _end);
        LineLength = 0;
        if (_begin == _end)
            (_begin, _end) = (0, 0);
    }

    /// <returns>False when the line has reached the limit.</returns>
    private bool MakeRoom()
    {
        if (_end < _buffer.Length)
            return true;
        if (_begin > 0)
        {
            _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
            (_begin, _end) = (0, _end - _begin);
            return true;
        }
        if (_buffer.Length >= limitBytes)
            return false;
        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, limitBytes));
        return true;
    }
}
