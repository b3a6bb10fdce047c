namespace PolicyGate.Gateway.Replay;

/// <summary>One session's player, and how far it is.</summary>
internal sealed class OpenPlayer(ITickPlayer player)
{
    public ITickPlayer Player => player;

    public PlayedEpisode Episode { get; } = new();

    /// <summary>Counts the uses of all players.</summary>
    public long LastUse { get; set; }
}
