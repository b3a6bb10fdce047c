using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Chunks;

/// <summary>
/// What becomes of one robot's chunks once their late rows are out: window, resample, blend, guard; and its holds.
/// </summary>
/// <remarks>
/// The order is not free: a window taken before the late rows are out leaves nothing to leave out from, and a blend
/// before resampling mixes two clocks.
/// </remarks>
internal sealed class ChunkSteps
{
    private readonly CommandReference _commands;
    private readonly ChunkWindow _window;
    private readonly ChunkResampling _resampling;
    private readonly IChunkBlend? _blend;
    private readonly ChunkGuard _guard;
    private readonly SafeStop _stop;
    private readonly ActionChunk _leadUp = new();

    public ChunkSteps(ChunksConfig config, RobotConfig? robot, CommandReference commands)
    {
        _commands = commands;
        _window = new ChunkWindow(config.WindowStart, config.WindowSize);
        _resampling = new ChunkResampling(config.ResampledInterval);
        _blend = ChunkBlends.Create(config);
        _guard = new ChunkGuard(robot);
        _stop = new SafeStop(robot);
    }

    /// <summary>Rows of the last chunk that the guard changed.</summary>
    public int LimitedRows => _guard.ChangedRows;

    /// <summary>How many rows go out of a chunk of that many of which none is late.</summary>
    public int RowsOf(int rows, long intervalNanoseconds) =>
        _resampling.RowsOf(_window.RowsOf(rows), intervalNanoseconds);

    /// <summary>A new episode: the arm may have been moved by others since.</summary>
    public void BeginEpisode()
    {
        _commands.Clear();
        _blend?.Clear();
    }

    /// <summary>Makes the rows that go out now, and notes them as sent.</summary>
    /// <param name="chunk">Finite, in the robot's units; changed in place.</param>
    /// <param name="measured">Where the robot is seen; empty where that cannot be told.</param>
    /// <param name="now">On the commands' clock.</param>
    /// <param name="limited">How many values the guard changed.</param>
    /// <returns>Why there are no rows that may be sent.</returns>
    public GatewayError? Apply(ActionChunk chunk, ReadOnlySpan<float> measured, long now, out int limited)
    {
        _window.Apply(chunk);
        LeadUp(measured.IsEmpty ? chunk.Row(0) : measured, chunk.IntervalNanoseconds, now);
        _resampling.Apply(chunk, _leadUp.Row(2));
        _blend?.Apply(chunk, _commands, now);
        LeadUp(measured.IsEmpty ? chunk.Row(0) : measured, chunk.IntervalNanoseconds, now);
        if (_guard.Limit(chunk, _leadUp, out limited) is { } broken)
            return broken;
        // The last look of all: without a robot's limits nothing after the blend has looked at the rows.
        if (ChunkGuard.Refuse(chunk) is { } refused)
            return refused;
        _commands.Sent(chunk, _leadUp, now);
        return null;
    }

    /// <summary>Makes the rows that stop the robot, and notes them as sent.</summary>
    /// <param name="chunk">Receives them; its interval is kept.</param>
    /// <param name="measured">Where the robot is seen; empty where that cannot be told.</param>
    /// <param name="now">On the commands' clock.</param>
    /// <returns>False where nobody knows where the robot is.</returns>
    public bool Hold(ActionChunk chunk, ReadOnlySpan<float> measured, long now)
    {
        if (!_commands.Known && measured.IsEmpty)
            return false;
        LeadUp(measured, chunk.IntervalNanoseconds, now);
        // Stopped at once it is at rest: how it moved before no longer counts.
        if (!_stop.Fill(_leadUp, chunk))
            _leadUp.Fill(chunk.Row(0));
        _commands.Sent(chunk, _leadUp, now);
        return true;
    }

    private void LeadUp(ReadOnlySpan<float> measured, long intervalNanoseconds, long now)
    {
        if (_commands.Known)
            _commands.LeadUp(now, intervalNanoseconds, _leadUp);
        else
            CommandReference.LeadUpAtRest(measured, intervalNanoseconds, _leadUp);
    }
}
