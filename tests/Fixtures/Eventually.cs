namespace PolicyGate.Tests.Fixtures;

/// <summary>Waits for what another process or thread brings about, with a limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static void Holds(Func<bool> condition, Func<string> otherwise)
    {
        using var clock = new AutoResetEvent(initialState: false);
        long begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(Patience, otherwise());
            clock.WaitOne(TimeSpan.FromMilliseconds(2));
        }
    }
}
