using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient.LeRobot.Control;

namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>The refusals in words.</summary>
internal static class ChunkRefusals
{
    public static ChunkRefusal Foreign(TimedAction first) => NotExecuted(RefusalKind.Foreign,
        $"it answers timestep {first.Timestep} at {first.Timestamp:0.000}, and this robot sent no such observation. "
        + "LeRobot's own server has one queue for all robots: give each its own, or use PolicyGate's");

    public static ChunkRefusal Doubled(TimedAction first) => NotExecuted(RefusalKind.Doubled,
        $"the observation of timestep {first.Timestep} at {first.Timestamp:0.000} was answered before");

    public static ChunkRefusal OutOfOrder(TimedAction first) => NotExecuted(RefusalKind.OutOfOrder,
        $"it answers timestep {first.Timestep} at {first.Timestamp:0.000}, and a newer one was answered before");

    public static ChunkRefusal TooOld(long age, TimeSpan maximum) => NotExecuted(RefusalKind.TooOld,
        $"it answers what the robot saw {RunClock.Seconds(age):0.0} s ago, and at most "
        + $"{maximum.TotalSeconds:0.0} s are allowed. Use a faster policy or a nearer server, or allow more");

    public static ChunkRefusal Late(ActionRows rows, long lastExecuted) => NotExecuted(RefusalKind.Late,
        $"its {rows.Rows} actions end at timestep {rows.First + rows.Rows - 1}, and the robot has executed "
        + $"{lastExecuted} already. Ask for more actions per chunk, or use a faster policy");

    /// <param name="why">A <see cref="RefusalKind"/>.</param>
    public static ChunkRefusal Withdrawn(string why) => NotExecuted(why,
        "the robot does not go on where it was when it showed what this answers");

    public static ChunkRefusal ServerError(string text) => new(RefusalKind.ServerError,
        $"the policy server made no answer ({text}): the robot holds when its queue is empty, and asks again");

    public static ChunkRefusal UnwantedObservation(string text) => new(RefusalKind.UnwantedObservation,
        $"the policy server took no observation ({text}): the robot holds when its queue is empty, and asks again");

    public static ChunkRefusal Malformed(string what) => NotExecuted(RefusalKind.Malformed,
        $"{what}. This is no server of LeRobot's, or one of a version that is not known here");

    public static ChunkRefusal NotFinite(long timestep, int value, float found) => NotExecuted(RefusalKind.NotFinite,
        $"value {value} of timestep {timestep} is {found}. The policy has broken down: look at what it is shown");

    private static ChunkRefusal NotExecuted(string kind, string why) =>
        new(kind, $"an answer is not executed ({kind}): {why}");
}
