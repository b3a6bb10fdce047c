namespace PolicyGate.Gateway.Configuration;

/// <summary>Episodes divided between policies. The same robots in the same order meet the same policies.</summary>
/// <param name="Arms">Two or more.</param>
/// <param name="Seed">Of the draw.</param>
internal sealed record SplitConfig(IReadOnlyList<SplitArm> Arms, long Seed)
{
    /// <summary>Null where the route is not split, or the options hold an error.</summary>
    public static SplitConfig? Create(
        string path, SplitOptions options, IReadOnlyDictionary<string, PolicyConfig> policies,
        ConfigurationErrors errors)
    {
        if (options.Weights.Count == 0)
            return null;
        List<(PolicyConfig Policy, double Weight)> arms = [];
        foreach ((string name, double weight) in options.Weights.OrderBy(arm => arm.Key, StringComparer.Ordinal))
        {
            if (!(weight is > 0 and <= 1e9))
                errors.Add($"{path}:Weights:{name}", $"expected more than 0 and at most 1000000000, found {weight}");
            if (policies.TryGetValue(name, out PolicyConfig? policy))
                arms.Add((policy, weight));
            else
                errors.AddUnknown($"{path}:Weights:{name}", "no policy", name, policies.Keys);
        }
        if (options.Weights.Count == 1)
            errors.Add($"{path}:Weights", "expected two policies or more, found one: a route's Policy says that");
        double all = arms.Sum(arm => arm.Weight);
        return arms.Count < 2
            ? null
            : new SplitConfig([.. arms.Select(arm => new SplitArm(arm.Policy, arm.Weight / all))], options.Seed);
    }
}
