namespace PolicyGate.Gateway.Configuration;

/// <summary>What answers a robot when its policy fails or is late.</summary>
/// <param name="Policies">Asked one after the other; empty for none.</param>
/// <param name="OnFailure">What a failed tick comes to; null as <c>Chunks:OnFailure</c> has it.</param>
/// <param name="After">Failed ticks in a row that the next policy takes over after.</param>
/// <param name="GoodTicks">
/// How often in a row the policy must have run well beside, on the robot's own observations, before it answers again.
/// </param>
internal sealed record FallbackConfig(
    IReadOnlyList<PolicyConfig> Policies, FailureAction? OnFailure, int After, int GoodTicks)
{
    // A tenth of an hour at 30 Hz: longer, and nobody remembers why.
    private const int MostTicks = 10_000;

    public static FallbackConfig None { get; } = new([], OnFailure: null, After: 1, GoodTicks: 30);

    public static FallbackConfig Create(
        string path, FallbackOptions options, IReadOnlyDictionary<string, PolicyConfig> policies,
        ConfigurationErrors errors)
    {
        Check($"{path}:After", options.After, errors);
        Check($"{path}:GoodTicks", options.GoodTicks, errors);
        var found = PolicyNames.Find($"{path}:Policies", options.Policies, policies, errors);
        return new FallbackConfig(found, options.OnFailure, options.After, options.GoodTicks);
    }

    private static void Check(string key, int ticks, ConfigurationErrors errors)
    {
        if (ticks is < 1 or > MostTicks)
            errors.Add(key, $"expected 1 to {MostTicks} ticks, found {ticks}");
    }
}
