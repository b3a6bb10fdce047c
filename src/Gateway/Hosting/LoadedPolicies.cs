using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;

namespace PolicyGate.Gateway.Hosting;

/// <summary>
/// A gateway's policies: those configured, loaded at its start, and those that robots have named by their folder since.
/// </summary>
internal sealed class LoadedPolicies : IAsyncDisposable
{
    private readonly GatewayConfig _config;
    private readonly PictureCrew _crew;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lazy<PluginHost> _plugins;
    private readonly Lazy<PolicyLoader> _loader;
    private readonly Lock _gate = new();
    private readonly Dictionary<PolicyConfig, PolicyHandle> _configured = [];
    private readonly Dictionary<string, PolicyHandle> _byFolder = new(StringComparer.Ordinal);
    private readonly Dictionary<RouteConfig, Route> _routes = [];
    private readonly CancellationTokenSource _stop = new();
    private volatile GatewayError? _failure;

    public LoadedPolicies(GatewayConfig config, PictureCrew crew, ILoggerFactory loggers, TimeProvider time)
    {
        (_config, _crew, _loggers, _time) = (config, crew, loggers, time);
        _logger = loggers.CreateLogger("PolicyGate");
        _plugins = new Lazy<PluginHost>(() => CreatePlugins(config, loggers, time));
        _loader = new Lazy<PolicyLoader>(() => new PolicyLoader(config, _plugins.Value, crew, loggers, time));
        foreach (PolicyConfig policy in config.Policies.Values)
            _configured.Add(policy, new PolicyHandle(policy.Name));
        foreach (RouteConfig route in config.Routes.Values)
            _routes.Add(route, CreateRoute(route));
    }

    /// <summary>The first configured policy that could not be loaded.</summary>
    public GatewayError? Failure => _failure;

    /// <summary>Those configured, by name.</summary>
    public IEnumerable<PolicyHandle> Configured =>
        _configured.Values.OrderBy(handle => handle.Name, StringComparer.Ordinal);

    /// <summary>The configured routes, by name.</summary>
    public IEnumerable<Route> Routes => _routes.Values.OrderBy(route => route.Name, StringComparer.Ordinal);

    /// <summary>A configured policy.</summary>
    public PolicyHandle this[PolicyConfig policy] => _configured[policy];

    /// <summary>A configured route.</summary>
    public Route this[RouteConfig route] => _routes[route];

    /// <summary>Loads all that are configured.</summary>
    /// <returns>The first failure; null when all are warm.</returns>
    public async Task<GatewayError?> LoadAll()
    {
        await Task.WhenAll(_configured.Select(entry => LoadConfigured(entry.Key, entry.Value)));
        if (_failure is null && CheckRoutes() is { } unfit)
        {
            Log.Failed(_logger, unfit.Code, unfit.Message);
            _failure = unfit;
        }
        return _failure;
    }

    /// <summary>Loads none: whoever waits for one is told this.</summary>
    /// <returns>The same.</returns>
    public GatewayError? Refuse(GatewayError error)
    {
        foreach (PolicyHandle handle in _configured.Values)
            handle.Failed(error);
        return error;
    }

    /// <summary>A configured route, or one to a policy's folder: its loading begins with the first who asks.</summary>
    /// <param name="config">A configured one, or one made up for a folder.</param>
    /// <param name="route">Its policy may still be loading.</param>
    public GatewayError? Find(RouteConfig config, out Route? route)
    {
        if (_routes.TryGetValue(config, out route))
            return null;
        GatewayError? error = FindFolder(config.Policy, out PolicyHandle? handle);
        route = handle is null ? null : new Route(config, [handle], []);
        return error;
    }

    /// <summary>The plugins as they lay in the plugin folder at the start.</summary>
    public PluginHost Plugins => _plugins.Value;

    /// <summary>
    /// Loads another version of a configured policy beside the one that answers, and checks that it may take its place.
    /// Blocks until it is warm.
    /// </summary>
    /// <param name="policy">By the name of a configured one.</param>
    /// <param name="plugins">As they lie in the plugin folder now.</param>
    /// <param name="warm">The caller's; null where an error is returned.</param>
    /// <param name="cancel">Set when nobody wants it any more.</param>
    public GatewayError? LoadBeside(
        PolicyConfig policy, PluginHost plugins, out ServedPolicy? warm, CancellationToken cancel)
    {
        var loader = new PolicyLoader(_config, plugins, _crew, _loggers, _time);
        if (loader.Load(policy, RobotsOf(policy.Name), out warm, cancel) is { } error)
            return error;
        GatewayError? unfit = CheckWidth(policy.Name, warm!);
        if (unfit is not null)
        {
            warm!.Dispose();
            warm = null;
        }
        return unfit;
    }

    /// <summary>Nothing that is still loading goes on from here.</summary>
    public Task Stop() => _stop.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        PolicyHandle[] all;
        lock (_gate)
            all = [.. _configured.Values, .. _byFolder.Values];
        await Task.WhenAll(all.Select(handle => Task.Run(handle.Dispose)));
        _stop.Dispose();
    }

    private GatewayError? FindFolder(PolicyConfig policy, out PolicyHandle? handle)
    {
        lock (_gate)
        {
            if (_byFolder.TryGetValue(policy.Folder, out handle))
                return null;
            if (_byFolder.Count >= _config.Limits.LoadedFolders)
            {
                return new GatewayError(ErrorCode.Overloaded,
                    $"{_byFolder.Count} policies were loaded by their folder already (Limits:LoadedFolders); configure"
                    + " this one, or restart the gateway");
            }
            handle = new PolicyHandle(policy.Name);
            _byFolder.Add(policy.Folder, handle);
        }
        _ = LoadFolder(policy, handle);
        return null;
    }

    private Route CreateRoute(RouteConfig route) => new(
        route, [.. route.Arms.Select(policy => this[policy])],
        [.. route.Fallback.Policies.Select(policy => this[policy])]);

    /// <summary>A robot's commands have one width, whichever of its route's policies answers.</summary>
    private GatewayError? CheckRoutes()
    {
        foreach (RouteConfig route in _config.Routes.Values)
        {
            int width = this[route.Policy].Policy!.ChunkShape.Width;
            foreach (PolicyConfig other in route.Answering.Concat(route.Shadows))
            {
                if (this[other].Policy!.ChunkShape.Width is int found && found != width)
                {
                    return new GatewayError(ErrorCode.InvalidArgument,
                        $"route '{route.Name}': policy '{route.Policy.Name}' commands {width} positions and"
                        + $" '{other.Name}' {found}; one robot cannot be driven by both");
                }
            }
        }
        return null;
    }

    /// <summary>Robots are there already: they are commanded by as many values as before.</summary>
    private GatewayError? CheckWidth(string name, ServedPolicy candidate)
    {
        (int _, int width) = candidate.ChunkShape;
        PolicyHandle current = _configured.Values.First(handle => handle.Name == name);
        return current.Policy?.ChunkShape.Width is not int now || now == width ? null : new GatewayError(
            ErrorCode.InvalidArgument,
            $"it commands {width} positions, and policy '{name}' commands {now}: robots that are there cannot be driven"
            + " by it, nor others of its routes");
    }

    private IEnumerable<RobotConfig?> RobotsOf(string policy) => _config.OpenArm
        .Where(wire => wire.Route.Answering.Concat(wire.Route.Shadows).Any(answering => answering.Name == policy))
        .Select(wire => wire.Robot);

    private static PluginHost CreatePlugins(GatewayConfig config, ILoggerFactory loggers, TimeProvider time)
    {
        var copies = new PluginCopies(PluginCopies.UsualRoots(), time, loggers.CreateLogger("PolicyGate.Plugins"));
        return new PluginHost(PluginCatalog.Scan(config.PluginFolder), copies, loggers);
    }

    private async Task LoadConfigured(PolicyConfig policy, PolicyHandle handle)
    {
        if (await Load(policy, handle) is not { } error)
            return;
        Interlocked.CompareExchange(ref _failure, error, null);
        handle.Failed(error);
    }

    private async Task LoadFolder(PolicyConfig policy, PolicyHandle handle)
    {
        if (await Load(policy, handle) is not { } error)
            return;
        // Whoever asks again tries again: the folder may be whole by then.
        lock (_gate)
            _byFolder.Remove(policy.Folder);
        handle.Failed(error);
    }

    private async Task<GatewayError?> Load(PolicyConfig policy, PolicyHandle handle)
    {
        GatewayError? error = await Task.Factory.StartNew(
            () => LoadGuarded(policy, RobotsOf(policy.Name), handle),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (error is null)
            return null;
        // To robots that wait as well: each is told which policy it was.
        error = error with { Message = $"policy '{policy.Name}' cannot be served: {error.Message}" };
        Log.Failed(_logger, error.Code, error.Message);
        return error;
    }

    private GatewayError? LoadGuarded(PolicyConfig policy, IEnumerable<RobotConfig?> robots, PolicyHandle handle)
    {
        try
        {
            GatewayError? error = _loader.Value.Load(policy, robots, out ServedPolicy? warm, _stop.Token);
            if (warm is not null)
                handle.Warm(policy, warm);
            return error;
        }
#pragma warning disable CA1031 // Robots wait for the policy: whatever happens, they are told.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return new GatewayError(ErrorCode.Internal, $"a bug in the gateway: {bug}");
        }
    }
}
