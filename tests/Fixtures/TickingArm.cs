namespace PolicyGate.Tests.Fixtures;

/// <summary>An <see cref="AskingArm"/> that ticks by itself, on a thread of its own, and keeps what it was
/// told.</summary>
internal sealed class TickingArm : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly AskingArm _arm;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();
    private readonly List<double> _values = [];
    private Exception? _failure;

    public TickingArm(ServedGateway gateway)
    {
        _arm = new AskingArm(gateway);
        _thread = new Thread(Tick) { Name = "ticking arm", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The first value of each chunk so far, in order; every tick had one.</summary>
    public double[] Values
    {
        get
        {
            lock (_values)
            {
                _failure.ShouldBeNull();
                return [.. _values];
            }
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _arm.Dispose();
    }

    private void Tick()
    {
        try
        {
            while (!_stop.Wait(Interval))
            {
                double value = _arm.Value();
                lock (_values)
                    _values.Add(value);
            }
        }
#pragma warning disable CA1031 // Thrown where the test looks.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            lock (_values)
                _failure = failure;
        }
    }
}
