namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>Between the robot and the network: the newest observation; one that still waits when it comes is passed
/// over.</summary>
internal sealed class ObservationMailbox : IDisposable
{
    // One is filled, one waits, one is sent.
    private const int Frames = 3;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);

    // Waking what awaits allocates: a thread in between does it, so that the control loop does not.
    private readonly AutoResetEvent _bell = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _ends;
    private readonly Stack<ObservationFrame> _free = new(Frames);
    private ObservationFrame? _waiting;

    public ObservationMailbox(RobotFeatures features, LeRobotClientOptions options)
    {
        for (int i = 0; i < Frames; i++)
            _free.Push(new ObservationFrame(features, options));
        _thread = new Thread(Wake) { Name = "mailbox", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Observations that were not sent: a newer one came, or nothing could come of them any more.</summary>
    public long PassedOver { get; private set; }

    /// <summary>To be posted or given back before the next is rented.</summary>
    public ObservationFrame Rent()
    {
        lock (_gate)
            return _free.Pop();
    }

    /// <summary>It waits from now on.</summary>
    public void Post(ObservationFrame frame)
    {
        lock (_gate)
        {
            if (_waiting is { } before)
            {
                PassedOver++;
                _free.Push(before);
            }
            _waiting = frame;
        }
        _bell.Set();
    }

    public void GiveBack(ObservationFrame frame)
    {
        lock (_gate)
            _free.Push(frame);
    }

    /// <summary>One that was taken is not to be sent any more.</summary>
    public void CountPassedOver()
    {
        lock (_gate)
            PassedOver++;
    }

    /// <summary>Waits for one; to be given back before the next is taken.</summary>
    public async ValueTask<ObservationFrame> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            await _arrived.WaitAsync(cancel);
            lock (_gate)
            {
                // None where the bell rang for one that was taken meanwhile.
                if (_waiting is { } frame)
                {
                    _waiting = null;
                    return frame;
                }
            }
        }
    }

    public void Dispose()
    {
        _ends = true;
        _bell.Set();
        _thread.Join();
        _bell.Dispose();
        _arrived.Dispose();
    }

    private void Wake()
    {
        while (_bell.WaitOne() && !_ends)
        {
            if (_arrived.CurrentCount == 0)
                _arrived.Release();
        }
    }
}
