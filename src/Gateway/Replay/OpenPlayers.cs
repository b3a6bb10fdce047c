using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>The players of the sessions that were played last.</summary>
/// <remarks>
/// A recording does not say when a robot left, and a day of robots that come and go would hold as many sessions open.
/// One that is closed too soon begins anew in its middle, which is said of its ticks. So does one whose policy changed
/// within an episode: each policy's ticks are a recorded route, read one after the other.
/// </remarks>
internal sealed class OpenPlayers(IPlayerSource source) : IDisposable
{
    // As many robots as a gateway serves at once are rare; each has an open file and a policy's memory.
    private const int Most = 64;

    private readonly Dictionary<(string Session, string Route), OpenPlayer> _players = [];
    private long _uses;

    /// <summary>The player of a tick's session.</summary>
    /// <param name="tick">That is played next.</param>
    /// <param name="player">Null where an error is returned.</param>
    public GatewayError? Find(RecordedTick tick, out OpenPlayer? player)
    {
        if (!_players.TryGetValue((tick.Session, tick.Route), out player))
        {
            if (source.Open(tick, out ITickPlayer? opened) is { } error)
                return error;
            if (_players.Count == Most)
                CloseOldest();
            player = new OpenPlayer(opened!);
            _players.Add((tick.Session, tick.Route), player);
        }
        player.LastUse = _uses++;
        return null;
    }

    public void Dispose()
    {
        foreach (OpenPlayer player in _players.Values)
            player.Player.Dispose();
    }

    private void CloseOldest()
    {
        ((string, string) key, OpenPlayer oldest) = _players.MinBy(entry => entry.Value.LastUse);
        _players.Remove(key);
        oldest.Player.Dispose();
    }
}
