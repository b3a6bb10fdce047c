namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>The timesteps that one robot was given a chunk for, the last ones of them.</summary>
/// <remarks>
/// LeRobot's server keeps all of them for ever. Timesteps only rise, and the robot sends its newest: what it sends
/// again is among the last.
/// </remarks>
internal sealed class PredictedTimesteps
{
    private const int Kept = 256;

    private readonly long[] _timesteps = new long[Kept];
    private int _count;
    private int _next;

    public bool Contains(long timestep) => _timesteps.AsSpan(0, _count).Contains(timestep);

    public void Add(long timestep)
    {
        _timesteps[_next] = timestep;
        _next = (_next + 1) % Kept;
        _count = Math.Min(_count + 1, Kept);
    }

    public void Clear() => (_count, _next) = (0, 0);
}
