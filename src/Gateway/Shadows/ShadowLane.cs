using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Shadows;

/// <summary>One shadow: its thread, the tick that it is at, the robots that it has seen.</summary>
/// <remarks>
/// There is room for the tick that is run, and for none behind it: one that waited would be older, and would hold its
/// file meanwhile. Whoever comes in between goes away at once.
/// </remarks>
internal sealed class ShadowLane
{
    // A tick's frames are shallow, but a plugin's first run is not.
    private const int StackBytes = 1 << 20;

    // How soon a place at a policy that was swapped is given up where no tick comes.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly ShadowTick _tick;
    private readonly SpareTime _spare;
    private readonly LimitsOptions _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogBudget _log;
    private readonly object _gate = new();
    private readonly Dictionary<RobotShadows, ShadowSeat> _seats = [];
    private readonly Thread _thread;
    private RobotShadows? _last;
    private RobotShadows? _passedOver;
    private bool _taken;
    private bool _filling;
    private bool _posted;
    private bool _woken;
    private volatile bool _stopping;
    private volatile bool _abandoned;

    public ShadowLane(
        IShadow shadow, ShadowMemory memory, SpareTime spare, LimitsOptions limits, TimeProvider time, ILogger logger)
    {
        (Shadow, _spare, _limits, _time, _logger) = (shadow, spare, limits, time, logger);
        _tick = new ShadowTick(memory);
        _log = new LogBudget(limits.RobotLogLines, time);
        _thread = new Thread(Work, StackBytes)
        {
            Name = $"shadow {shadow.Version.Policy.Name}",
            IsBackground = true,
        };
        _thread.Start();
    }

    public IShadow Shadow { get; }

    /// <summary>By the robot's thread: takes the tick where there is room, and counts it where there is none.</summary>
    public void Offer(RobotShadows robot, long episode, in ShadowInput input)
    {
        if (!TryTake(robot))
        {
            Shadow.Shed(robot.Seats, ShadowShed.Busy);
            return;
        }
        bool filled = false;
        try
        {
            filled = _tick.TryFill(robot, episode, input);
        }
        finally
        {
            // Where it threw half way, a file may be held.
            if (!filled)
                _tick.Clear();
            lock (_gate)
            {
                (_taken, _posted, _filling) = (filled, filled, false);
                Monitor.Pulse(_gate);
            }
        }
        if (!filled)
            Shadow.Shed(robot.Seats, ShadowShed.NoRoom);
    }

    /// <summary>A robot has left: its place is given up.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Lets the thread end after the run under way; does not wait for it.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <returns>Whether the thread has ended by then; if not, policies may be freed under it from here on.</returns>
    public bool Join(TimeSpan limit)
    {
        _abandoned = !_thread.Join(limit);
        return !_abandoned;
    }

    /// <summary>
    /// Robots that send in step would else leave it to the same one each time: who was seen last lets one who was
    /// turned away since go first, once.
    /// </summary>
    private bool TryTake(RobotShadows robot)
    {
        lock (_gate)
        {
            if (_taken || _stopping)
            {
                if (robot != _last)
                    _passedOver = robot;
                return false;
            }
            if (robot == _last && _passedOver is not null)
            {
                _passedOver = null;
                return false;
            }
            (_taken, _filling, _last, _passedOver) = (true, true, robot, null);
            return true;
        }
    }

    private void Work()
    {
        while (Wait(out bool posted))
        {
            LeaveOldSeats();
            if (!posted)
                continue;
            Run();
            _tick.Clear();
            lock (_gate)
                _taken = false;
        }
        foreach (ShadowSeat seat in _seats.Values)
            GiveUp(seat);
        AwaitFilling();
        _tick.Free();
    }

    /// <summary>A robot may be at the tick when the lane is stopped; none comes to it after that.</summary>
    private void AwaitFilling()
    {
        lock (_gate)
        {
            while (_filling)
                Monitor.Wait(_gate);
        }
    }

    /// <returns>False when the thread is to end.</returns>
    private bool Wait(out bool posted)
    {
        lock (_gate)
        {
            if (!_posted && !_stopping && !_woken)
                Monitor.Wait(_gate, _seats.Count > 0 ? Look : Timeout.InfiniteTimeSpan);
            posted = _posted;
            (_posted, _woken) = (false, false);
            return !_stopping;
        }
    }

    private void LeaveOldSeats()
    {
        PolicyVersion current = Shadow.Version;
        foreach ((RobotShadows robot, ShadowSeat seat) in _seats)
        {
            if (!robot.Gone && seat.Version == current)
                continue;
            _seats.Remove(robot);
            GiveUp(seat);
        }
    }

    private void Run()
    {
        RobotShadows robot = _tick.Robot!;
        try
        {
            if (TryRun(robot) is { } shed)
                Shadow.Shed(robot.Seats, shed);
        }
#pragma warning disable CA1031 // A bug in a backend's episode or in whoever looks on must not end the thread.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            if (_log.Spend())
                Log.ShadowThrew(_logger, Shadow.Version.Policy.Name, bug);
        }
    }

    private ShadowShed? TryRun(RobotShadows robot)
    {
        if (robot.Gone)
            return null;
        PolicyVersion version = Shadow.Version;
        if (Shadow.NeedsSpareTime && !_spare.Has)
            return ShadowShed.NoSpareTime;
        if (version.Robots > 0 && !Shadow.MaySharePolicy)
            return ShadowShed.Answering;
        if (_tick.AnsweredBy!.HasLine)
            return ShadowShed.RobotsWait;
        if (_seats.TryGetValue(robot, out ShadowSeat? seat) && seat.Version != version)
        {
            // Swapped since the look at all seats: its run would be told as the new version's.
            _seats.Remove(robot);
            GiveUp(seat);
            seat = null;
        }
        if (seat is null)
        {
            if (_seats.Count >= _limits.ShadowRobots)
                return ShadowShed.TooManyRobots;
            if (TakeSeat(robot, version, out seat) is { } unseated)
                return unseated;
            if (seat is null)
                return null;
        }
        GatewayError? error = seat.Run(_tick, out ReadOnlySpan<float> chunk);
        if (error is not null && seat.HasYielded)
            return ShadowShed.RobotsWait;
        if (error is not null && seat.HasChanged)
            return ShadowShed.FileChanged;
        Shadow.Seen(robot.Seats, new ShadowRun
        {
            Version = version,
            Error = error,
            Took = _time.GetElapsedTime(0, seat.Took),
            Chunk = chunk,
            ChunkInterval = version.Policy.Description.Control.IntervalNanoseconds,
            Served = _tick.Served(version.Policy.ChunkShape.Width),
            ServedInterval = _tick.ServedInterval,
            Width = version.Policy.ChunkShape.Width,
        });
        return null;
    }

    /// <param name="robot">Whose.</param>
    /// <param name="version">Where.</param>
    /// <param name="seat">Null also where the policy cannot begin an episode, which was told.</param>
    private ShadowShed? TakeSeat(RobotShadows robot, PolicyVersion version, out ShadowSeat? seat)
    {
        seat = null;
        if (!version.TryEnter())
            return ShadowShed.Swapped;
        try
        {
            seat = new ShadowSeat(robot, version, _logger);
            _seats.Add(robot, seat);
        }
#pragma warning disable CA1031 // An episode is the backend's: its bug is that policy's failure.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            version.Leave();
            Shadow.Seen(robot.Seats, new ShadowRun
            {
                Version = version,
                Error = new GatewayError(ErrorCode.Internal, $"policy '{version.Policy.Name}' could not begin an"
                    + $" episode: {bug.GetType().Name}: {bug.Message}"),
                Took = TimeSpan.Zero,
            });
        }
        return null;
    }

    private void GiveUp(ShadowSeat seat)
    {
        // Shutdown did not wait for this thread's run: what the seat has is freed with its policy, or never.
        if (_abandoned)
            return;
        try
        {
            seat.Dispose();
        }
#pragma warning disable CA1031 // As above.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.EpisodeThrew(_logger, seat.Version.Policy.Name, bug);
        }
    }
}
