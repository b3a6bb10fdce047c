namespace PolicyGate.Gateway.Chunks;

/// <summary>Joins a new chunk to the rows that the robot still has to play.</summary>
/// <remarks>
/// The robot plays an answer from its first row when it arrives: row i is reached i + 1 intervals from now, and what
/// was sent before is asked for that moment.
/// </remarks>
internal interface IChunkBlend
{
    /// <param name="chunk">Changed in place.</param>
    /// <param name="commands">What the robot plays until now.</param>
    /// <param name="now">On the commands' clock.</param>
    void Apply(ActionChunk chunk, CommandReference commands, long now);

    /// <summary>A new episode: nothing from before counts.</summary>
    void Clear();
}
