namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>The system's clock, which does something at the n-th time that it is read: so every moment of a tick can be
/// met.</summary>
internal sealed class MomentClock : TimeProvider
{
    private int _readings;
    private Action _act = () => { };
    private Exception? _failed;

    /// <summary>From now on.</summary>
    public void At(int reading, Action act)
    {
        _act = act;
        Volatile.Write(ref _readings, reading);
    }

    /// <returns>Whether the moment has come.</returns>
    public bool HasActed()
    {
        _failed.ShouldBeNull();
        return Interlocked.Exchange(ref _readings, 0) <= 0;
    }

    public override long GetTimestamp()
    {
        if (Volatile.Read(ref _readings) > 0 && Interlocked.Decrement(ref _readings) == 0)
            Act();
        return base.GetTimestamp();
    }

    private void Act()
    {
        try
        {
            _act();
        }
        catch (Exception failed)
        {
            // Not the gateway's fault, on whose thread this is.
            _failed = failed;
        }
    }
}
