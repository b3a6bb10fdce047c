namespace PolicyGate.Gateway.Comparison;

/// <summary>Which tick it is.</summary>
/// <param name="Session">Of the input.</param>
/// <param name="Tick">Of the session.</param>
/// <param name="Seconds">From the session's first; null where nobody knows.</param>
internal sealed record TickPlace(string Session, long Tick, double? Seconds)
{
    public override string ToString() => $"session {Session}, tick {Tick}";
}
