using PolicyGate.Gateway.Comparison.Sides;
using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Replay;

namespace PolicyGate.Gateway.Comparison;

/// <summary>
/// The sessions of one pass over the input, each begun by its first tick; one that several policies answered is one for
/// each, as their ticks are read.
/// </summary>
internal sealed class SessionPairs(
    TickPlayers players, LoadedSide a, LoadedSide b, RobotConfig? robot, SharedGrid grid, JointDifferences[] joints,
    long stepNanoseconds) : IDisposable
{
    // A player has a file and its policy's episode. Whoever has more robots at once than that compares them by and by:
    // a session that is evicted goes on as a new one.
    private const int MostOpen = 64;

    private readonly Dictionary<(string Session, string Route), SessionPair> _open = [];
    private readonly List<(string Session, string Route)> _byUse = [];
    private int _closedEpisodes;

    /// <summary>That have begun, in all.</summary>
    public int Sessions { get; private set; }

    public int Episodes => _closedEpisodes + _open.Values.Sum(pair => pair.Episodes);

    /// <summary>The path of the worst episode that has ended.</summary>
    public PathChoice Path { get; } = new();

    public SessionPair Of(RecordedTick tick)
    {
        (string, string) key = (tick.Session, tick.Route);
        if (_open.TryGetValue(key, out SessionPair? pair))
        {
            if (_byUse[^1] != key)
            {
                _byUse.Remove(key);
                _byUse.Add(key);
            }
            return pair;
        }
        if (_open.Count == MostOpen)
            Close(_byUse[0]);
        ITickPlayer playerA = players.Create(tick.Wire, a.Policy, robot);
        ITickPlayer playerB = players.Create(tick.Wire, b.Policy, robot);
        pair = new SessionPair(tick.Session, playerA, playerB, grid, joints, stepNanoseconds);
        _open.Add(key, pair);
        _byUse.Add(key);
        Sessions++;
        return pair;
    }

    /// <summary>All robots play what they have left.</summary>
    public void End()
    {
        foreach (SessionPair pair in _open.Values)
            pair.End(Path);
    }

    public void Dispose()
    {
        foreach (SessionPair pair in _open.Values)
            pair.Dispose();
    }

    private void Close((string Session, string Route) session)
    {
        SessionPair pair = _open[session];
        pair.End(Path);
        _closedEpisodes += pair.Episodes;
        pair.Dispose();
        _open.Remove(session);
        _byUse.Remove(session);
    }
}
