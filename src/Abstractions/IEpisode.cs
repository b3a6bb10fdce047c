namespace PolicyGate.Abstractions;

/// <summary>What a stateful policy remembers of one robot. Never in two runs at once.</summary>
public interface IEpisode : IDisposable
{
    /// <summary>A new episode begins: forget everything.</summary>
    void Reset();
}
