using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Live;

/// <summary>
/// The robots that are here, and those that have left lately, for those who look; made only where somebody can.
/// </summary>
/// <param name="limits">How many are kept, and how much of each.</param>
/// <param name="pictures">Whether their pictures may be shown.</param>
/// <param name="time">Of the gateway.</param>
internal sealed class LiveRobots(LimitsOptions limits, bool pictures, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<LiveRobot> _robots = [];
    private long _unlisted;

    /// <summary>Robots that were not listed for want of room, since the gateway began.</summary>
    public long Unlisted => Volatile.Read(ref _unlisted);

    /// <summary>All that are listed, in the order in which they came.</summary>
    public IReadOnlyList<LiveRobot> All
    {
        get
        {
            lock (_gate)
            {
                DateTimeOffset forgotten = time.GetUtcNow() - limits.LiveLeftTime;
                _robots.RemoveAll(robot => robot.LeftAt < forgotten);
                return [.. _robots];
            }
        }
    }

    /// <summary>A robot has come. By its thread.</summary>
    /// <param name="name">As logs have it; a number is put behind it where another of that name is here.</param>
    /// <param name="wire">What it speaks.</param>
    /// <param name="route">By which it comes.</param>
    /// <returns>Null where there is no room for one more.</returns>
    public LiveRobot? Arrive(string name, RecordedWire wire, string route)
    {
        lock (_gate)
        {
            // One that comes again under its name takes the place of what it was.
            _robots.RemoveAll(robot => robot.Name == name && robot.LeftAt is not null);
            if (_robots.Count >= limits.LiveRobots && !ForgetOne())
            {
                _unlisted++;
                return null;
            }
            string own = name;
            // Two sockets may have the same name in two folders.
            for (int other = 2; Find(own) is not null; other++)
                own = $"{name} ({other})";
            var robot = new LiveRobot(own, wire, route, limits, time, pictures);
            _robots.Add(robot);
            return robot;
        }
    }

    /// <returns>Null where there is none of that name.</returns>
    public LiveRobot? Of(string name)
    {
        lock (_gate)
            return Find(name);
    }

    private LiveRobot? Find(string name) => _robots.Find(robot => robot.Name == name);

    private bool ForgetOne()
    {
        LiveRobot? gone = _robots.Where(robot => robot.LeftAt is not null).MinBy(robot => robot.LeftAt);
        return gone is not null && _robots.Remove(gone);
    }
}
