using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient.LeRobot.Control;

namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>The refusals in words.</summary>
internal static class ChunkRefusals
{
    public static ChunkRefusal Foreign(TimedAction first) => new(RefusalKind.Foreign,
        $"it answers timestep {first.Timestep} at {first.Timestamp:0.000}, and this robot sent no such observation. "
        + "LeRobot's own server has one queue for all robots: give each its own, or use PolicyGate's");

    public static ChunkRefusal Doubled(TimedAction first) => new(RefusalKind.Doubled,
        $"the observation of timestep {first.Timestep} at {first.Timestamp:0.000} was answered before");

    public static ChunkRefusal OutOfOrder(TimedAction first) => new(RefusalKind.OutOfOrder,
        $"it answers timestep {first.Timestep} at {first.Timestamp:0.000}, and a newer observation was answered before");

    public static ChunkRefusal TooOld(long age, TimeSpan maximum) => new(RefusalKind.TooOld,
        $"it answers what the robot saw {RunClock.Seconds(age):0.0} s ago, and at most "
        + $"{maximum.TotalSeconds:0.0} s are allowed. Use a faster policy or a nearer server, or allow more");

    public static ChunkRefusal Late(ActionRows rows, long lastExecuted) => new(RefusalKind.Late,
        $"its {rows.Rows} actions end at timestep {rows.First + rows.Rows - 1}, and the robot has executed "
        + $"{lastExecuted} already. Ask for more actions per chunk, or use a faster policy");

    public static ChunkRefusal Withdrawn(string why) => new(why, why == RefusalKind.EarlierEpisode
        ? "it answers an observation from before the robot's task began anew"
        : "it answers an observation from before this program or its machine stood still");

    public static ChunkRefusal Malformed(string what) => new(RefusalKind.Malformed,
        $"{what}. This is no server of LeRobot's, or one of a version that is not known here");

    public static ChunkRefusal NotFinite(long timestep, int value, float found) => new(RefusalKind.NotFinite,
        $"value {value} of timestep {timestep} is {found}. The policy has broken down: look at what it is shown");
}
