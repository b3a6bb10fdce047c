namespace PolicyGate.Gateway.Comparison;

/// <summary>Ticks that came to one finding: how many, and the first of them in words.</summary>
internal sealed class FindingTally
{
    public long Count { get; private set; }

    public string? First { get; private set; }

    public void Add(TickPlace place, string why)
    {
        Count++;
        First ??= $"{place}: {why}";
    }
}
