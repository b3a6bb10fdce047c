using System.Collections.Concurrent;
using PolicyGate.Formats;

namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>
/// Hands notices on, one after the other, on a thread of its own: a terminal that stands still delays no command.
/// </summary>
internal sealed class NoticeBoard : IDisposable
{
    // Notices are said once each: so many wait only where nobody has read for long, and then the newest are lost.
    private const int Most = 256;

    // A reader takes 256 lines in far less. One that stands still (Ctrl-S, a pipe that nobody reads) may do so for
    // ever, and the program must end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly BlockingCollection<LeRobotNotice> _waiting = new(Most);
    private readonly Action<LeRobotNotice>? _notices;
    private readonly RunFault _fault;
    private readonly Thread? _thread;
    private bool _isDisposed;

    /// <param name="notices">Gets them; null for nobody.</param>
    /// <param name="fault">Gets what that throws.</param>
    public NoticeBoard(Action<LeRobotNotice>? notices, RunFault fault)
    {
        (_notices, _fault) = (notices, fault);
        if (notices is null)
            return;
        _thread = new Thread(Deliver) { Name = "notices", IsBackground = true };
        _thread.Start();
    }

    /// <param name="isTrouble">Whether the robot holds, or something was refused.</param>
    /// <param name="message">One line.</param>
    public void Tell(bool isTrouble, string message)
    {
        if (_thread is null)
            return;
        var notice = new LeRobotNotice(isTrouble, Printable.Text(message));
        lock (_gate)
        {
            if (!_isDisposed)
                _waiting.TryAdd(notice);
        }
    }

    /// <summary>Returns when all have been handed on, or when nobody takes them. What is told from now on is lost.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _waiting.CompleteAdding();
        }
        if (_thread?.Join(Patience) != false)
            _waiting.Dispose();
    }

    private void Deliver()
    {
        foreach (LeRobotNotice notice in _waiting.GetConsumingEnumerable())
        {
            try
            {
                _notices!(notice);
            }
#pragma warning disable CA1031 // Whatever the program's own code throws ends the run, not the process.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _fault.Set(fault);
            }
        }
    }
}
