namespace PolicyGate.Gateway.Workers;

/// <summary>How long a policy waits before it starts its next worker.</summary>
internal static class BackOff
{
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>None after the first death, then 100 ms, twice that, and so on up to 5 s.</summary>
    /// <param name="deaths">Workers in a row of which none has given a robot a good answer.</param>
    public static TimeSpan After(int deaths)
    {
        if (deaths <= 1)
            return TimeSpan.Zero;
        double time = Second.TotalSeconds * Math.Pow(2, deaths - 2);
        return time < Longest.TotalSeconds ? TimeSpan.FromSeconds(time) : Longest;
    }
}
