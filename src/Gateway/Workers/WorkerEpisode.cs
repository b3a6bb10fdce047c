using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers;

/// <summary>
/// A robot's number for its memory in whichever worker runs it; one that takes another's place begins it anew.
/// </summary>
internal sealed class WorkerEpisode(long id, Action<long> ended) : IEpisode
{
    private int _resets;

    public EpisodeMark Mark => new() { Id = id, Resets = _resets };

    public void Reset() => _resets++;

    public void Dispose() => ended(id);
}
