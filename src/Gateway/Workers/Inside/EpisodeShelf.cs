using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>What the policy remembers of each robot, by the gateway's number for it; made when it is first
/// needed.</summary>
internal sealed class EpisodeShelf(IStatefulPolicy policy) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Entry> _entries = [];

    /// <summary>The episode, reset where the gateway has asked for that since; not disposed until it is given
    /// back.</summary>
    public IEpisode Take(EpisodeMark mark)
    {
        lock (_gate)
        {
            ref Entry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, mark.Id, out bool known);
            if (!known)
                entry = new Entry { Episode = policy.CreateEpisode(), Resets = mark.Resets };
            if (entry.Resets != mark.Resets)
            {
                entry.Episode.Reset();
                entry.Resets = mark.Resets;
            }
            entry.IsInUse = true;
            return entry.Episode;
        }
    }

    public void GiveBack(EpisodeMark mark)
    {
        lock (_gate)
        {
            ref Entry entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, mark.Id);
            entry.IsInUse = false;
            if (entry.HasEnded)
                Remove(mark.Id, entry);
        }
    }

    /// <summary>The robot has gone.</summary>
    public void Forget(long id)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out Entry entry))
                return;
            if (!entry.IsInUse)
                Remove(id, entry);
            else
                _entries[id] = entry with { HasEnded = true };
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (Entry entry in _entries.Values)
                entry.Episode.Dispose();
            _entries.Clear();
        }
    }

    private void Remove(long id, Entry entry)
    {
        _entries.Remove(id);
        entry.Episode.Dispose();
    }

    private record struct Entry
    {
        public IEpisode Episode;
        public int Resets;
        public bool IsInUse;
        public bool HasEnded;
    }
}
