using PolicyGate.RobotClient.LeRobot.Control;

namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>Counts what was refused, and tells of each kind once until something good comes. From any thread.</summary>
internal sealed class RefusalTally(NoticeBoard notices)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private string? _last;

    /// <summary>By <see cref="RefusalKind"/>; good when the run is over.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>The newest refusal's <see cref="RefusalKind"/>; null after something good.</summary>
    public string? Last => Volatile.Read(ref _last);

    public void Add(ChunkRefusal refusal)
    {
        lock (_gate)
        {
            _counts[refusal.Kind] = _counts.GetValueOrDefault(refusal.Kind) + 1;
            Volatile.Write(ref _last, refusal.Kind);
            if (_told.Add(refusal.Kind))
                notices.Tell(isTrouble: true, refusal.Message);
        }
    }

    public void Good()
    {
        lock (_gate)
        {
            _told.Clear();
            Volatile.Write(ref _last, null);
        }
    }
}
