using PolicyGate.RobotClient.LeRobot.Control;

namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>How long one kind of call is under way, and how long it usually takes.</summary>
/// <param name="usual">What it may take before anybody wonders.</param>
/// <param name="clock">The run's.</param>
internal sealed class CallWatch(TimeSpan usual, RunClock clock)
{
    // What a server once took for a first inference is not what it takes.
    private static readonly long MostUsual = RunClock.Nanoseconds(TimeSpan.FromSeconds(3));

    private const long None = -1;

    private long _usual = RunClock.Nanoseconds(usual);
    private long _begun = None;

    /// <summary>Waits for a call, whatever comes of it.</summary>
    public async Task Follow(Task call)
    {
        long begun = clock.Now;
        Volatile.Write(ref _begun, begun);
        try
        {
            await call;
            _usual = Math.Max(_usual, Math.Min(clock.Now - begun, MostUsual));
        }
        finally
        {
            Volatile.Write(ref _begun, None);
        }
    }

    /// <summary>Since when it takes longer than usual, by the run's clock; null where it does not.</summary>
    /// <param name="now">By the run's clock.</param>
    /// <param name="beyond">Nanoseconds beyond the usual.</param>
    public long? SilentSince(long now, long beyond)
    {
        long begun = Volatile.Read(ref _begun);
        return begun != None && now - begun > Volatile.Read(ref _usual) + beyond ? begun : null;
    }
}
