using PolicyGate.Abstractions;

namespace PolicyGate.Plugins;

/// <summary>
/// Keeps a policy's engine from being freed under a run: <see cref="Close"/> waits for those under way and lets no
/// other begin.
/// </summary>
internal sealed class RunGate
{
    private readonly object _lock = new();
    private int _underWay;
    private bool _closed;

    /// <summary>The inference, its runs counted.</summary>
    public IInference Guard(IInference inference) => new GatedInference(inference, this);

    /// <summary>False once closed; else <see cref="Leave"/> follows.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_closed)
                return false;
            _underWay++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_underWay == 0)
                Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Returns when no run is under way, and none will be.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            while (_underWay > 0)
                Monitor.Wait(_lock);
        }
    }
}
