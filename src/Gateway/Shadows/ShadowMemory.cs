namespace PolicyGate.Gateway.Shadows;

/// <summary>How many bytes all shadows' ticks may hold together. By any thread.</summary>
internal sealed class ShadowMemory(long limitBytes)
{
    private long _held;

    /// <returns>Whether there is room for so many; they are then to be given back.</returns>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limitBytes)
            return true;
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
