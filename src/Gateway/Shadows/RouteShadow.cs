using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;

namespace PolicyGate.Gateway.Shadows;

/// <summary>A policy named in a route's <c>Shadows</c>: compared with what the route's robots get.</summary>
/// <param name="route">Whose robots it looks at.</param>
/// <param name="policy">Warm.</param>
/// <param name="metrics">The gateway's.</param>
/// <param name="logger">Told when it begins to fail, and when it ends to.</param>
internal sealed class RouteShadow(Route route, PolicyHandle policy, ShadowMetrics metrics, ILogger logger) : IShadow
{
    private readonly long[] _shed = new long[Enum.GetValues<ShadowShed>().Length];
    private readonly Lock _gate = new();
    private ShadowTally _tally = TallyOf(policy.Published!.Version);
    private ErrorCode? _failing;

    public PolicyVersion Version => policy.Published!.Version;

    /// <summary>As of now. By any thread.</summary>
    public ShadowReport Report
    {
        get
        {
            Dictionary<string, long> shed = [];
            foreach (ShadowShed reason in Enum.GetValues<ShadowShed>())
            {
                if (Volatile.Read(ref _shed[(int)reason]) is > 0 and long count)
                    shed.Add(reason.ToString(), count);
            }
            lock (_gate)
                return _tally.Report(route.Name, policy.Name, shed);
        }
    }

    public bool Follows(RobotSeats robot) => robot.Route == route;

    public void Seen(RobotSeats robot, in ShadowRun run)
    {
        double? difference;
        int notFinite;
        lock (_gate)
        {
            // Two versions' differences are nothing to be added up.
            if (_tally.Version != run.Version.Number)
                _tally = TallyOf(run.Version);
            (difference, notFinite) = _tally.Add(run);
        }
        if (notFinite > 0)
            metrics.NotFinite(route.Name, policy.Name, notFinite);
        if (difference is { } largest)
            metrics.Differed(route.Name, policy.Name, largest);
        if (run.Error is null)
            metrics.Ran(route.Name, policy.Name, run.Took);
        else
            metrics.Failed(route.Name, policy.Name, run.Error.Code);
        Tell(run.Error);
    }

    public void Shed(RobotSeats robot, ShadowShed reason)
    {
        Interlocked.Increment(ref _shed[(int)reason]);
        metrics.Shed(route.Name, policy.Name, reason);
    }

    /// <summary>Once for each reason in a row.</summary>
    private void Tell(GatewayError? error)
    {
        if (error is { } failure && failure.Code != _failing)
            Log.ShadowFailed(logger, route.Name, policy.Name, failure.Message);
        else if (error is null && _failing is not null)
            Log.ShadowRecovered(logger, route.Name, policy.Name);
        _failing = error?.Code;
    }

    private static ShadowTally TallyOf(PolicyVersion version) => new(version.Number, JointsOf(version.Policy));

    private static IReadOnlyList<string> JointsOf(ServedPolicy policy)
    {
        int width = policy.ChunkShape.Width;
        return policy.Description.Outputs.Select(output => output.Names).FirstOrDefault(names => names.Count == width)
            ?? [.. Enumerable.Range(0, width).Select(joint => $"joint_{joint}")];
    }
}
