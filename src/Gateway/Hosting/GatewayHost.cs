using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
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
    private readonly PolicyLoader _loader;
    private readonly ILogger _logger;
    private readonly Dictionary<PolicyConfig, PolicyHandle> _policies = [];
    private readonly List<OpenArmWire> _wires = [];
    private readonly CancellationTokenSource _stop = new();

    private GatewayHost(GatewayConfig config, ILoggerFactory loggers, TimeProvider time)
    {
        _config = config;
        _logger = loggers.CreateLogger("PolicyGate");
        _metrics = new SessionMetrics(time);
        _loader = new PolicyLoader(config, CreatePlugins(config, loggers, time), loggers, time);
        var services = new SessionServices(
            config.Chunks, config.Pacing, _metrics, time, loggers.CreateLogger("PolicyGate.Sessions"));
        foreach (PolicyConfig policy in config.Policies.Values)
            _policies.Add(policy, new PolicyHandle(policy.Name));
        Ready = OpenWires(services, loggers.CreateLogger("PolicyGate.OpenArm")) is { } error
            ? Task.FromResult<GatewayError?>(error)
            : LoadAll();
    }

    /// <summary>Completes once: with null when every policy is warm, or with the first thing that kept it from
    /// that.</summary>
    public Task<GatewayError?> Ready { get; }

    /// <summary>Completes when every wire has ended by itself: in connect mode, when the robot's node has
    /// gone.</summary>
    public Task Ended => Task.WhenAll(_wires.Select(wire => wire.Ended));

    /// <summary>Binds and connects every wire before it returns; loads the policies behind.</summary>
    public static GatewayHost Start(GatewayConfig config, ILoggerFactory loggers, TimeProvider time) =>
        new(config, loggers, time);

    /// <summary>Stops accepting, answers what is under way, closes, removes the sockets' files, frees the
    /// policies.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Ready;
        foreach (OpenArmWire wire in _wires)
            await wire.DisposeAsync();
        foreach (PolicyHandle handle in _policies.Values)
            handle.Policy?.Dispose();
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
                return new GatewayError(ErrorCode.Unavailable, fault.Message);
            }
        }
        return null;
    }

    private async Task<GatewayError?> LoadAll()
    {
        GatewayError?[] errors = await Task.WhenAll(_policies.Select(entry => Load(entry.Key, entry.Value)));
        return errors.FirstOrDefault(error => error is not null);
    }

    private async Task<GatewayError?> Load(PolicyConfig config, PolicyHandle handle)
    {
        var robots = _config.OpenArm.Where(wire => wire.Policy == config).Select(wire => wire.Robot);
        GatewayError? error = await Task.Factory.StartNew(
            () => _loader.Load(config, robots, handle, _stop.Token),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (error is null)
            return null;
        // To robots that wait as well: each is told which policy it was.
        error = error with { Message = $"policy '{config.Name}' cannot be served: {error.Message}" };
        Log.Failed(_logger, error.Code, error.Message);
        handle.Failed(error);
        return error;
    }
}
