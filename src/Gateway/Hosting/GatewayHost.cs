using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Hosting;

/// <summary>A running gateway: its wires, open from the start, and its policies, loaded behind them.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly GatewayConfig _config;
    private readonly SessionMetrics _metrics;
    private readonly PictureCrew _crew;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<PolicyConfig, PolicyHandle> _policies = [];
    private readonly List<OpenArmWire> _wires = [];
    private readonly CancellationTokenSource _stop = new();
    private volatile GatewayError? _failure;

    private GatewayHost(GatewayConfig config, ILoggerFactory loggers, TimeProvider time)
    {
        (_config, _time) = (config, time);
        _logger = loggers.CreateLogger("PolicyGate");
        _metrics = new SessionMetrics(time, gateway: this);
        _crew = new PictureCrew(time);
        var services = new SessionServices(
            config.Chunks, config.Pacing, config.Episodes, config.Limits, _metrics, time,
            loggers.CreateLogger("PolicyGate.Sessions"));
        foreach (PolicyConfig policy in config.Policies.Values)
            _policies.Add(policy, new PolicyHandle(policy.Name));
        Ready = OpenWires(services, loggers.CreateLogger("PolicyGate.OpenArm")) is { } error
            ? Task.FromResult<GatewayError?>(error)
            : LoadAll(loggers);
    }

    /// <summary>
    /// Completes once: with null when every policy is warm, or with the first thing that kept it from that.
    /// </summary>
    public Task<GatewayError?> Ready { get; }

    /// <summary>The first thing that keeps it from serving; set before any robot is told.</summary>
    public GatewayError? Failure => _failure;

    /// <summary>
    /// Completes when every wire has ended by itself: in connect mode, when the robot's node has gone.
    /// </summary>
    public Task Ended => Task.WhenAll(_wires.Select(wire => wire.Ended));

    /// <summary>Binds and connects every wire before it returns; loads the policies behind.</summary>
    public static GatewayHost Start(GatewayConfig config, ILoggerFactory loggers, TimeProvider time) =>
        new(config, loggers, time);

    /// <summary>
    /// Stops accepting, answers what is under way, closes, removes the sockets' files, frees the policies.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_wires.Select(wire => wire.DisposeAsync().AsTask()));
        try
        {
            await Ready.WaitAsync(_config.Limits.DrainTime, _time);
        }
        catch (TimeoutException)
        {
            Log.StillLoading(_logger, _config.Limits.DrainTime);
        }
        await Task.WhenAll(_policies.Values.Select(handle => Task.Run(() => handle.Policy?.Dispose())));
        _crew.Dispose();
        _metrics.Dispose();
        _stop.Dispose();
    }

    private static PluginHost CreatePlugins(GatewayConfig config, ILoggerFactory loggers, TimeProvider time)
    {
        var copies = new PluginCopies(PluginCopies.UsualRoots(), time, loggers.CreateLogger("PolicyGate.Plugins"));
        return new PluginHost(PluginCatalog.Scan(config.PluginFolder), copies, loggers);
    }

    private GatewayError? OpenWires(SessionServices services, ILogger logger)
    {
        foreach (OpenArmWireConfig wire in _config.OpenArm)
        {
            try
            {
                _wires.Add(OpenArmWire.Open(wire, _policies[wire.Policy], services, _config.Limits, logger));
            }
            catch (IOException fault)
            {
                Log.Failed(_logger, ErrorCode.Unavailable, fault.Message);
                return _failure = new GatewayError(ErrorCode.Unavailable, fault.Message);
            }
        }
        return null;
    }

    private async Task<GatewayError?> LoadAll(ILoggerFactory loggers)
    {
        var loader = new Lazy<PolicyLoader>(
            () => new PolicyLoader(_config, CreatePlugins(_config, loggers, _time), _crew, loggers, _time));
        await Task.WhenAll(_policies.Select(entry => Load(loader, entry.Key, entry.Value)));
        return _failure;
    }

    private async Task Load(Lazy<PolicyLoader> loader, PolicyConfig config, PolicyHandle handle)
    {
        var robots = _config.OpenArm.Where(wire => wire.Policy == config).Select(wire => wire.Robot);
        GatewayError? error = await Task.Factory.StartNew(
            () => LoadGuarded(loader, config, robots, handle),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (error is null)
            return;
        // To robots that wait as well: each is told which policy it was.
        error = error with { Message = $"policy '{config.Name}' cannot be served: {error.Message}" };
        Log.Failed(_logger, error.Code, error.Message);
        Interlocked.CompareExchange(ref _failure, error, null);
        handle.Failed(error);
    }

    private GatewayError? LoadGuarded(
        Lazy<PolicyLoader> loader, PolicyConfig config, IEnumerable<RobotConfig?> robots, PolicyHandle handle)
    {
        try
        {
            return loader.Value.Load(config, robots, handle, _stop.Token);
        }
#pragma warning disable CA1031 // Robots wait for the policy: whatever happens, they are told.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return new GatewayError(ErrorCode.Internal, $"a bug in the gateway: {bug}");
        }
    }
}
