namespace PolicyGate.Gateway.Workers;

/// <summary>How often a policy's workers have died for nothing, and when the next may be started.</summary>
internal sealed class CrashCount(int deathsAllowed, TimeProvider time)
{
    private long _nextStart = time.GetTimestamp();
    private int _unproven;
    private volatile int _inRow;

    /// <summary>Deaths with no good answer between them.</summary>
    public int InRow => _inRow;

    /// <summary>So many that the policy is to be given up where nobody serves it.</summary>
    public bool IsTooMany => _inRow >= deathsAllowed;

    /// <summary>How long it is until the next start; zero or less where that may be now.</summary>
    public TimeSpan UntilStart => time.GetElapsedTime(time.GetTimestamp(), _nextStart);

    public void Count()
    {
        _inRow++;
        // A spare that dies time and again is no reason to give up the one that serves, but one to wait longer.
        TimeSpan pause = BackOff.After(++_unproven);
        _nextStart = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>A worker has given a robot a good answer.</summary>
    /// <param name="first">Its first one.</param>
    public void Forgive(bool first)
    {
        _inRow = 0;
        if (first)
            _unproven = 0;
    }
}
