namespace PolicyGate.Gateway.Configuration;

/// <summary>A route's split, as bound.</summary>
internal sealed class SplitOptions
{
    /// <summary>
    /// Policies and their weights, as <c>{ "a": 9, "b": 1 }</c>: a robot's whole episode is answered by one of them.
    /// None by default; in the place of <c>Policy</c>.
    /// </summary>
    public Dictionary<string, double> Weights { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of the draw: the same robots in the same order meet the same policies. 0.</summary>
    public long Seed { get; set; }
}
