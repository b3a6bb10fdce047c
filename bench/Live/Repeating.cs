namespace PolicyGate.Bench.Live;

/// <summary>Does something over and over, at a rate, on a thread of its own, until disposed.</summary>
internal sealed class Repeating : IDisposable
{
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _thread;
    private readonly Action _act;
    private readonly TimeSpan _period;

    /// <param name="act">Throws nothing.</param>
    /// <param name="period">From one to the next, what it takes added.</param>
    public Repeating(Action act, TimeSpan period)
    {
        (_act, _period) = (act, period);
        _thread = new Thread(Run) { IsBackground = true, Name = "beside the robot" };
        _thread.Start();
    }

    public void Dispose()
    {
        _over.Set();
        _thread.Join();
        _over.Dispose();
    }

    private void Run()
    {
        do
        {
            _act();
        }
        while (!_over.Wait(_period));
    }
}
