using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Replay;

/// <summary>A gateway without its wires: policies, and sessions that are fed from a recording.</summary>
internal sealed class ReplayedGateway : IPlayerSource
{
    private readonly GatewayConfig _config;
    private readonly SessionMetrics _metrics;
    private readonly PictureCrew _crew;
    private readonly LoadedPolicies _policies;
    private readonly TickPlayers _players;

    private ReplayedGateway(GatewayConfig config, TimeProvider time)
    {
        _config = config;
        _metrics = new SessionMetrics(time, gateway: this);
        _crew = new PictureCrew(time);
        _policies = new LoadedPolicies(config, _crew, NullLoggerFactory.Instance, time);
        var services = new SessionServices(
            config.Chunks, config.Pacing, config.Episodes, config.Limits, _metrics, time, NullLogger.Instance);
        _players = new TickPlayers(new PlayerOptions(services) { Fps = config.LeRobot?.Fps ?? 30 });
    }

    public DifferentParts Compared => (DifferentParts)~0;

    /// <summary>Loads the policies; returns when they are warm.</summary>
    /// <param name="config">From a recording's manifest.</param>
    /// <param name="time">For timings.</param>
    /// <param name="gateway">Null where an error is returned.</param>
    public static GatewayError? Open(GatewayConfig config, TimeProvider time, out ReplayedGateway? gateway)
    {
        gateway = new ReplayedGateway(config, time);
        if (gateway._policies.LoadAll().GetAwaiter().GetResult() is not { } error)
            return null;
        gateway.Dispose();
        gateway = null;
        return error;
    }

    /// <summary>What answers on a route; null where the recording's manifest has no such route.</summary>
    public ServedPolicy? Policy(string route) =>
        _config.Routes.TryGetValue(route, out RouteConfig? known) ? _policies[known.Policy].Policy : null;

    public bool Remembers(string route) => Policy(route)?.Remembers ?? false;

    public GatewayError? Open(RecordedTick first, out ITickPlayer? player)
    {
        player = null;
        if (Policy(first.Route) is not { } policy)
        {
            return new GatewayError(ErrorCode.NotFound,
                $"session '{first.Session}' is of the route '{first.Route}', which {RecordingManifest.FileName} does"
                + " not name");
        }
        RobotConfig? robot = _config.OpenArm.First(wire => wire.Route.Name == first.Route).Robot;
        player = _players.Create(first.Wire, policy, robot);
        return null;
    }

    public void Dispose()
    {
        _players.Dispose();
        _policies.Stop().GetAwaiter().GetResult();
        _policies.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _crew.Dispose();
        _metrics.Dispose();
    }
}
