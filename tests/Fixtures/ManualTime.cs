namespace PolicyGate.Tests.Fixtures;

/// <summary>A clock that moves when told to; wall and monotonic time can be moved apart.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _monotonic;
    private DateTimeOffset _wall = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => 1_000_000_000;

    public long WallNanoseconds => (_wall - DateTimeOffset.UnixEpoch).Ticks * 100;

    public override long GetTimestamp() => _monotonic;

    public override DateTimeOffset GetUtcNow() => _wall;

    public void Advance(TimeSpan by)
    {
        _monotonic += by.Ticks * 100;
        _wall += by;
    }

    /// <summary>As an operator or NTP does.</summary>
    public void SetWallClockForward(TimeSpan by) => _wall += by;
}
