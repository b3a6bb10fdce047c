using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Shadows;

/// <summary>
/// A policy that may be fallen back from: while it has failed a robot, it is tried on that robot's ticks, and the robot
/// goes back to it when it runs well again.
/// </summary>
/// <param name="policy">Warm.</param>
/// <param name="metrics">The gateway's.</param>
/// <param name="logger">Told why it does not run well yet.</param>
/// <param name="log">How many lines it may cause.</param>
internal sealed class FallbackTrial(PolicyHandle policy, ShadowMetrics metrics, ILogger logger, LogBudget log) : IShadow
{
    public PolicyVersion Version => policy.Published!.Version;

    /// <summary>Its robot would be at it, had it not failed: it was never to answer the others alone.</summary>
    public bool MaySharePolicy => true;

    /// <summary>It takes no more than it took before it failed; else no robot would come back to it on a busy machine.
    /// </summary>
    public bool NeedsSpareTime => false;

    public bool Follows(RobotSeats robot) => robot.Failing == policy;

    public void Seen(RobotSeats robot, in ShadowRun run)
    {
        GatewayError? wrong = run.Error ?? NotFinite(run.Chunk);
        robot.Tried(well: wrong is null);
        metrics.Tried(robot.Route.Name, policy.Name, well: wrong is null);
        if (wrong is not null && log.Spend())
            Log.NotWellYet(logger, robot.Robot, policy.Name, wrong.Message);
    }

    public void Shed(RobotSeats robot, ShadowShed reason) => metrics.NotTried(robot.Route.Name, policy.Name);

    private static GatewayError? NotFinite(ReadOnlySpan<float> chunk)
    {
        foreach (float value in chunk)
        {
            if (!float.IsFinite(value))
                return new GatewayError(ErrorCode.Internal, "its chunk has NaN or infinity in it");
        }
        return null;
    }
}
