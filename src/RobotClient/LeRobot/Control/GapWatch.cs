using PolicyGate.RobotClient.LeRobot.Queue;

namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>Counts the times that the robot has nothing to execute, and tells of them. For the control loop.</summary>
internal sealed class GapWatch(ActionQueue queue, Func<string?> cause, NoticeBoard notices)
{
    // A slow policy leaves a short gap after each chunk: those are told of so often at most.
    private static readonly long Quiet = RunClock.Nanoseconds(TimeSpan.FromSeconds(10));

    // Such a one is told of in any case.
    private static readonly long Long = RunClock.Nanoseconds(TimeSpan.FromSeconds(1));

    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private readonly HashSet<string> _toldNow = new(StringComparer.Ordinal);
    private long? _since;

    public long Gaps { get; private set; }

    public long Nanoseconds { get; private set; }

    public long Longest { get; private set; }

    /// <summary>A period began with nothing to execute.</summary>
    public void Nothing(long now)
    {
        if (!queue.HasMoved)
        {
            End(now);
            return;
        }
        if (_since is null)
        {
            _since = now;
            Gaps++;
        }
        string? known = cause();
        string why = known ?? "no answer came in time";
        // Where it was told why before, that no answer came says nothing more.
        if (_toldNow.Contains(why) || (known is null && _toldNow.Count > 0))
            return;
        bool isDue = now - _since >= Long || !_told.TryGetValue(why, out long last) || now - last >= Quiet;
        if (!isDue)
            return;
        _told[why] = now;
        _toldNow.Add(why);
        notices.Tell(isTrouble: true, $"holding: no actions for {RunClock.Seconds(now - _since.Value):0.0} s, because "
            + $"{why}. The last command stands");
    }

    /// <summary>A period began with something to execute.</summary>
    public void Moved(long now)
    {
        if (_since is null)
            return;
        if (_toldNow.Count > 0)
            notices.Tell(isTrouble: false, $"moving again after {RunClock.Seconds(now - _since.Value):0.0} s");
        End(now);
    }

    /// <summary>The run, or the episode, is over.</summary>
    public void End(long now)
    {
        if (_since is not { } since)
            return;
        Nanoseconds += now - since;
        Longest = Math.Max(Longest, now - since);
        _since = null;
        _toldNow.Clear();
    }
}
