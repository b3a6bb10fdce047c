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

    /// <summary>The same of what has to be asked for.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        long begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(Patience, otherwise());
            await pause.WaitForNextTickAsync();
        }
    }
}
