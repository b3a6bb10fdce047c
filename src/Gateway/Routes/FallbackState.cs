using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Routes;

/// <summary>How far one robot has fallen back, and whether its policy runs well again. The robot's
/// thread's, but for <see cref="Tried"/>.</summary>
/// <param name="config">When it does.</param>
/// <param name="policies">How many there are to fall back on.</param>
internal sealed class FallbackState(FallbackConfig config, int policies)
{
    private int _failedInARow;
    private int _goodInARow;

    /// <summary>0 for the policy itself, 1 for the first to fall back on.</summary>
    public int Level { get; private set; }

    public void Clear()
    {
        (Level, _failedInARow) = (0, 0);
        Interlocked.Exchange(ref _goodInARow, 0);
    }

    public void Succeeded() => _failedInARow = 0;

    /// <returns>Whether the next policy takes over.</returns>
    public bool Failed()
    {
        _failedInARow++;
        if (_failedInARow < config.After || Level == policies)
            return false;
        Level++;
        _failedInARow = 0;
        Interlocked.Exchange(ref _goodInARow, 0);
        return true;
    }

    /// <summary>The policy was tried beside the one that answers. By any thread.</summary>
    public void Tried(bool well)
    {
        if (well)
            Interlocked.Increment(ref _goodInARow);
        else
            Interlocked.Exchange(ref _goodInARow, 0);
    }

    /// <returns>Whether the policy answers again from here on.</returns>
    public bool TryReturn()
    {
        if (Level == 0 || Volatile.Read(ref _goodInARow) < config.GoodTicks)
            return false;
        Clear();
        return true;
    }
}
