namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>The system's clock, which does something at the n-th time that it is read: so every moment of a tick can be
/// met.</summary>
internal sealed class MomentClock : TimeProvider
{
    // Held while it acts: the gateway reads its clock after an answer is out as well, and the test waits for that.
    private readonly Lock _gate = new();
    private int _readings;
    private Action _act = () => { };
    private Exception? _failed;

    /// <summary>From now on.</summary>
    public void At(int reading, Action act)
    {
        lock (_gate)
            (_act, _readings) = (act, reading);
    }

    /// <returns>Whether the moment has come.</returns>
    public bool HasActed()
    {
        lock (_gate)
        {
            _failed.ShouldBeNull();
            bool acted = _readings <= 0;
            _readings = 0;
            return acted;
        }
    }

    public override long GetTimestamp()
    {
        if (Volatile.Read(ref _readings) > 0)
        {
            lock (_gate)
            {
                if (_readings > 0 && --_readings == 0)
                    Act();
            }
        }
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
