using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Measurement;

/// <summary>The real host in this process, as <c>serve</c> runs it, on one socket.</summary>
internal sealed class ServedCase : IDisposable
{
    private readonly GatewayHost _host;

    /// <summary>Returns when the policy is warm.</summary>
    /// <exception cref="InvalidDataException">It cannot be served.</exception>
    public ServedCase(PolicyConfig policy, string pluginFolder, string socket, TimeProvider time)
    {
        var limits = new LimitsOptions();
        // A run that is late is to be measured, not to be answered without.
        policy = policy with { Deadline = limits.InferenceTime };
        var route = new RouteConfig(policy.Name, policy);
        var config = new GatewayConfig
        {
            PluginFolder = pluginFolder,
            Policies = ByName(policy.Name, policy),
            Routes = ByName(policy.Name, route),
            OpenArm = [new OpenArmWireConfig { Listen = socket, Route = route, Timing = true }],
            Limits = limits,
            // Recorded observations are as late as can be.
            Chunks = new ChunksConfig { DropLateRows = false },
        };
        _host = GatewayHost.Start(config, NullLoggerFactory.Instance, time);
        if (_host.Ready.GetAwaiter().GetResult() is not { } error)
            return;
        Dispose();
        throw new InvalidDataException(error.Message);
    }

    /// <summary>What the gateway's own metrics are told apart by from those of others in the process.</summary>
    public object MetricsScope => _host;

    public void Dispose() => _host.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static Dictionary<string, T> ByName<T>(string name, T value) =>
        new(StringComparer.OrdinalIgnoreCase) { [name] = value };
}
