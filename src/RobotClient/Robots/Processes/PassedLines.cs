namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>
/// Lines for people, passed on from a thread of its own: a terminal that is held (Ctrl+S) or slow must not stop the
/// robot's process, nor one that has gone the client.
/// </summary>
internal sealed class PassedLines : IDisposable
{
    // Two seconds of the most that a process's standard error comes to.
    private const int Capacity = 200;

    // Whoever reads nothing for so long is not waited for.
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);

    private readonly Queue<string> _lines = new();
    private readonly Action<string> _said;
    private readonly Thread _thread;
    private int _leftOut;
    private bool _ends;

    public PassedLines(Action<string> said)
    {
        _said = said;
        _thread = new Thread(Pass) { Name = "robot process: what is said", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Never waits, never fails; what finds no room is counted, and told.</summary>
    public void Say(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == Capacity)
            {
                _leftOut++;
                return;
            }
            _lines.Enqueue(line);
            Monitor.Pulse(_lines);
        }
    }

    /// <summary>Passes on what is there, as long as it is taken.</summary>
    public void Dispose()
    {
        lock (_lines)
        {
            _ends = true;
            Monitor.Pulse(_lines);
        }
        _thread.Join(EndTime);
    }

    private void Pass()
    {
        try
        {
            while (Next() is { } line)
                _said(line);
        }
        catch (IOException)
        {
            // The terminal has gone: nobody is there to be told. The run goes on.
        }
    }

    private string? Next()
    {
        lock (_lines)
        {
            while (true)
            {
                if (_lines.TryDequeue(out string? line))
                    return line;
                if (_leftOut > 0)
                {
                    line = $"({_leftOut} lines left out: they were not taken in time)";
                    _leftOut = 0;
                    return line;
                }
                if (_ends)
                    return null;
                Monitor.Wait(_lines);
            }
        }
    }
}
