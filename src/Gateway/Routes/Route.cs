using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Routes;

/// <summary>A route as it runs: by whom its robots may be answered.</summary>
internal sealed class Route
{
    private readonly EpisodeDraw? _draw;
    private long _robots = -1;

    /// <param name="config">Its own.</param>
    /// <param name="arms">Of <see cref="RouteConfig.Arms"/>.</param>
    /// <param name="fallbacks">Of its fallback's policies.</param>
    public Route(RouteConfig config, IReadOnlyList<PolicyHandle> arms, IReadOnlyList<PolicyHandle> fallbacks)
    {
        (Config, Arms, Fallbacks) = (config, arms, fallbacks);
        _draw = config.Split is { } split ? new EpisodeDraw(split) : null;
        Settled = SettleAsync();
    }

    public RouteConfig Config { get; }

    public string Name => Config.Name;

    /// <summary>One, or those that episodes are divided between.</summary>
    public IReadOnlyList<PolicyHandle> Arms { get; }

    /// <summary>Asked one after the other where an arm fails.</summary>
    public IReadOnlyList<PolicyHandle> Fallbacks { get; }

    /// <summary>
    /// Completes once: with null when all that may answer are warm, or with what kept the first from that.
    /// </summary>
    public Task<GatewayError?> Settled { get; }

    /// <summary>One that leads to this policy, whatever happens: for replays.</summary>
    /// <param name="name">Its own.</param>
    /// <param name="policy">Stays the caller's.</param>
    public static Route To(string name, ServedPolicy policy)
    {
        var config = new PolicyConfig
        {
            Name = policy.Name, Folder = policy.Description.Folder, Backend = policy.Identity.Engine,
        };
        var handle = new PolicyHandle(policy.Name);
        handle.Warm(config, policy);
        return new Route(new RouteConfig(name, config), [handle], []);
    }

    /// <summary>A robot came to it.</summary>
    /// <returns>Its number here, from 0.</returns>
    public long Admit() => Interlocked.Increment(ref _robots);

    /// <summary>Which of <see cref="Arms"/> answers an episode.</summary>
    /// <param name="robot">From <see cref="Admit"/>.</param>
    /// <param name="episode">The robot's, from 0.</param>
    public int ArmOf(long robot, long episode) => _draw?.Draw(robot, episode) ?? 0;

    private async Task<GatewayError?> SettleAsync()
    {
        foreach (PolicyHandle handle in Arms.Concat(Fallbacks))
        {
            if (await handle.Settled.ConfigureAwait(false) is { } failed)
                return failed;
        }
        return null;
    }
}
