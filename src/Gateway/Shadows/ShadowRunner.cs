using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Shadows;

/// <summary>
/// Where ticks go to be run by policies that do not answer them: off the robots' clocks, on what is left of the
/// machine. Shadows come and go at any time.
/// </summary>
/// <remarks>Each has a thread of its own and room for one tick: one that hangs or is slow keeps nobody from his.
/// </remarks>
internal sealed class ShadowRunner : IDisposable
{
    private readonly LimitsOptions _limits;
    private readonly TimeProvider _time;
    private readonly ShadowMemory _memory;
    private readonly SpareTime _spare;
    private readonly Lock _gate = new();

    // Replaced whole: robots' threads go through it with no lock.
    private volatile ShadowLane[] _lanes = [];
    private bool _stopped;

    public ShadowRunner(LimitsOptions limits, TimeProvider time, ILogger logger)
    {
        (_limits, _time, Logger) = (limits, time, logger);
        _memory = new ShadowMemory(limits.ShadowBytes);
        _spare = new SpareTime(limits.ShadowSparePercent, time);
        Pictures = new PictureMemory(limits.PictureBytes);
        Messages = new BoundedMemory(limits.ShadowBytes);
    }

    /// <summary>
    /// What compressed pictures are brought into: not robots' own, or a shadow would take from theirs.
    /// </summary>
    public PictureMemory Pictures { get; }

    /// <summary>What messages are read in: a tick's each, while it is run.</summary>
    public BoundedMemory Messages { get; }

    /// <summary>Told of bugs.</summary>
    public ILogger Logger { get; }

    /// <summary>How many there are now; each may keep one file open.</summary>
    public int Count => _lanes.Length;

    /// <summary>From here on the shadow is shown the ticks that it follows.</summary>
    public void Add(IShadow shadow)
    {
        lock (_gate)
        {
            if (!_stopped)
                _lanes = [.. _lanes, new ShadowLane(shadow, _memory, _spare, _limits, _time, Logger)];
        }
    }

    /// <summary>
    /// It is shown none any more, but for the one that it may be at; its places at policies are given up behind.
    /// </summary>
    public void Remove(IShadow shadow)
    {
        lock (_gate)
        {
            if (Array.Find(_lanes, lane => lane.Shadow == shadow) is not { } removed)
                return;
            _lanes = [.. _lanes.Where(lane => lane != removed)];
            removed.Stop();
        }
    }

    /// <summary>For a robot: how many lines its ticks' hand-over may cause.</summary>
    public LogBudget NewLog() => new(_limits.RobotLogLines, _time);

    /// <summary>For a robot: whether anybody follows it.</summary>
    public bool Follow(RobotSeats robot)
    {
        foreach (ShadowLane lane in _lanes)
        {
            if (lane.Shadow.Follows(robot))
                return true;
        }
        return false;
    }

    /// <summary>For a robot: its tick, to all who follow it and have room.</summary>
    public void Hand(RobotShadows robot, long episode, in ShadowInput input)
    {
        foreach (ShadowLane lane in _lanes)
        {
            if (lane.Shadow.Follows(robot.Seats))
                lane.Offer(robot, episode, input);
        }
    }

    /// <summary>For a robot: it has left.</summary>
    public void Wake()
    {
        foreach (ShadowLane lane in _lanes)
            lane.Wake();
    }

    /// <summary>Ends all; waits for runs under way, for so long as shutdown may take.</summary>
    public void Dispose()
    {
        ShadowLane[] lanes;
        lock (_gate)
        {
            _stopped = true;
            lanes = _lanes;
            _lanes = [];
        }
        foreach (ShadowLane lane in lanes)
            lane.Stop();
        long begun = _time.GetTimestamp();
        bool drained = true;
        foreach (ShadowLane lane in lanes)
        {
            TimeSpan rest = _limits.DrainTime - _time.GetElapsedTime(begun);
            if (lane.Join(rest > TimeSpan.Zero ? rest : TimeSpan.Zero))
                continue;
            drained = false;
            Log.NotDrained(Logger, lane.Shadow.Version.Policy.Name, _limits.DrainTime);
        }
        // One that hangs may ask once more when it comes back.
        if (drained)
            _spare.Dispose();
    }
}
