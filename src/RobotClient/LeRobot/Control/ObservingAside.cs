namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>On a thread of its own, for a robot that can be observed while it acts.</summary>
internal sealed class ObservingAside : IObserving
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ObservationCapture _capture;
    private readonly RunFault _fault;
    private readonly AutoResetEvent _asked = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _isOver;
    private volatile bool _ends;

    public ObservingAside(ObservationCapture capture, RunFault fault)
    {
        (_capture, _fault) = (capture, fault);
        _thread = new Thread(Observe) { Name = "observations", IsBackground = true };
        _thread.Start();
    }

    /// <summary>While one is being made the next one is asked for once, however often.</summary>
    public bool Ask()
    {
        _asked.Set();
        return !_isOver;
    }

    public void Dispose()
    {
        _ends = true;
        _asked.Set();
        // A robot that hangs in there is left to itself, and its thread with it.
        if (_thread.Join(Patience))
            _asked.Dispose();
    }

    private void Observe()
    {
        try
        {
            while (_asked.WaitOne() && !_ends && !_isOver)
                _isOver = !_capture.Run();
        }
#pragma warning disable CA1031 // Whatever a robot throws ends the run: the control loop throws it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _fault.Set(failure);
        }
    }
}
