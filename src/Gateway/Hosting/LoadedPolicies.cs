using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Hosting;

/// <summary>
/// A gateway's policies: those configured, loaded at its start, and those that robots have named by their folder since.
/// </summary>
internal sealed class LoadedPolicies : IAsyncDisposable
{
    private readonly GatewayConfig _config;
    private readonly ILogger _logger;
    private readonly Lazy<PolicyLoader> _loader;
    private readonly Lock _gate = new();
    private readonly Dictionary<PolicyConfig, PolicyHandle> _configured = [];
    private readonly Dictionary<string, PolicyHandle> _byFolder = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private volatile GatewayError? _failure;

    public LoadedPolicies(GatewayConfig config, PictureCrew crew, ILoggerFactory loggers, TimeProvider time)
    {
        _config = config;
        _logger = loggers.CreateLogger("PolicyGate");
        _loader = new Lazy<PolicyLoader>(
            () => new PolicyLoader(config, CreatePlugins(config, loggers, time), crew, loggers, time));
        foreach (PolicyConfig policy in config.Policies.Values)
            _configured.Add(policy, new PolicyHandle(policy.Name));
    }

    /// <summary>The first configured policy that could not be loaded.</summary>
    public GatewayError? Failure => _failure;

    /// <summary>Those configured, by name.</summary>
    public IEnumerable<PolicyHandle> Configured =>
        _configured.Values.OrderBy(handle => handle.Name, StringComparer.Ordinal);

    /// <summary>A configured policy.</summary>
    public PolicyHandle this[PolicyConfig policy] => _configured[policy];

    /// <summary>Loads all that are configured.</summary>
    /// <returns>The first failure; null when all are warm.</returns>
    public async Task<GatewayError?> LoadAll()
    {
        await Task.WhenAll(_configured.Select(entry => LoadConfigured(entry.Key, entry.Value)));
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

    /// <summary>A configured policy, or one by its folder, whose loading begins with the first who asks.</summary>
    /// <param name="policy">A configured one, or one made up for a folder.</param>
    /// <param name="handle">It may still be loading.</param>
    public GatewayError? Find(PolicyConfig policy, out PolicyHandle? handle)
    {
        if (_configured.TryGetValue(policy, out handle))
            return null;
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

    /// <summary>Nothing that is still loading goes on from here.</summary>
    public Task Stop() => _stop.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        PolicyHandle[] all;
        lock (_gate)
            all = [.. _configured.Values, .. _byFolder.Values];
        await Task.WhenAll(all.Select(handle => Task.Run(() => handle.Policy?.Dispose())));
        _stop.Dispose();
    }

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
        var robots = _config.OpenArm.Where(wire => wire.Policy == policy).Select(wire => wire.Robot);
        GatewayError? error = await Task.Factory.StartNew(
            () => LoadGuarded(policy, robots, handle),
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
            return _loader.Value.Load(policy, robots, handle, _stop.Token);
        }
#pragma warning disable CA1031 // Robots wait for the policy: whatever happens, they are told.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return new GatewayError(ErrorCode.Internal, $"a bug in the gateway: {bug}");
        }
    }
}
