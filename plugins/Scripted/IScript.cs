namespace PolicyGate.Scripted;

/// <summary>Fills an action chunk. Holds nothing of a robot, so that all robots share it.</summary>
internal interface IScript
{
    /// <param name="chunk">The rows to fill, <c>[T, joints]</c>.</param>
    /// <param name="shown">The newest positions, one for each joint.</param>
    /// <param name="first">The positions at the episode's first run.</param>
    /// <param name="played">The rows played since then; the chunk's first row is that moment's.</param>
    void Fill(Span<float> chunk, ReadOnlySpan<float> shown, ReadOnlySpan<float> first, double played);
}
