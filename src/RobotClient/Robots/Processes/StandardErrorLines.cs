using System.Text;
using PolicyGate.Formats;

namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>Passes on what a process writes to its standard error, and keeps its last lines for who asks why.</summary>
internal sealed class StandardErrorLines
{
    // A Python traceback's end: the last two frames and what was raised.
    private const int LinesKept = 5;
    private const int LineBytes = 1000;

    // A driver that complains at each tick of 30 a second stays whole; a loop that went wild does not fill a disk.
    private const int LinesASecond = 100;

    private readonly Stream _stream;
    private readonly Action<string> _said;
    private readonly TimeProvider _time;
    private readonly Queue<string> _last = new();
    private readonly Thread _thread;
    private long _second;
    private int _lines;
    private int _leftOut;

    public StandardErrorLines(Stream stream, Action<string> said, TimeProvider time)
    {
        (_stream, _said, _time) = (stream, said, time);
        _second = time.GetTimestamp();
        _thread = new Thread(Read) { Name = "robot process: standard error", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The last lines, the oldest first; none where it said nothing.</summary>
    public IReadOnlyList<string> Last
    {
        get
        {
            lock (_last)
                return [.. _last];
        }
    }

    /// <summary>Waits until all that was written has been read; another process may hold the stream open.</summary>
    public void WaitForEnd(TimeSpan limit) => _thread.Join(limit);

    private void Read()
    {
        byte[] buffer = new byte[LineBytes];
        int held = 0;
        try
        {
            int read;
            while ((read = _stream.Read(buffer, held, buffer.Length - held)) > 0)
            {
                held += read;
                int end;
                // A line that is too long is passed on in pieces.
                while ((end = buffer.AsSpan(0, held).IndexOf((byte)'\n')) >= 0 || held == buffer.Length)
                {
                    Take(buffer.AsSpan(0, end < 0 ? held : end));
                    int rest = end < 0 ? held : end + 1;
                    buffer.AsSpan(rest, held - rest).CopyTo(buffer);
                    held -= rest;
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The process was given up.
        }
        Take(buffer.AsSpan(0, held));
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        string line = Printable.Text(Encoding.UTF8.GetString(bytes).TrimEnd());
        if (line.Length == 0)
            return;
        lock (_last)
        {
            if (_last.Count == LinesKept)
                _last.Dequeue();
            _last.Enqueue(line);
        }
        if (_time.GetElapsedTime(_second) >= TimeSpan.FromSeconds(1))
        {
            if (_leftOut > 0)
                _said($"({_leftOut} lines left out: over {LinesASecond} a second)");
            (_second, _lines, _leftOut) = (_time.GetTimestamp(), 0, 0);
        }
        if (_lines++ < LinesASecond)
            _said(line);
        else
            _leftOut++;
    }
}
