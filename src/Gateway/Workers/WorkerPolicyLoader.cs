using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Workers;

/// <summary>
/// Loads policies into worker processes. The backend's plugin is not loaded here: its options are judged there, too.
/// </summary>
internal sealed class WorkerPolicyLoader(string pluginFolder, LimitsOptions limits, ILoggerFactory loggers)
{
    /// <summary>Blocks until a worker has loaded the policy, or has not.</summary>
    /// <param name="name">The policy's, for logs.</param>
    /// <param name="backend">A plugin of the plugin folder.</param>
    /// <param name="context">As for loading in this process; its memory and logger are not used.</param>
    /// <param name="config">How the workers are to be.</param>
    /// <param name="cancel">Set when the gateway goes down.</param>
    /// <param name="policy">Disposed by the caller; null where an error is returned.</param>
    public GatewayError? Load(
        string name, string backend, PolicyContext context, WorkerConfig config, CancellationToken cancel,
        out IPolicy? policy)
    {
        policy = null;
        var load = new ToWorker.Load
        {
            PluginFolder = pluginFolder,
            Backend = backend,
            Folder = context.Folder,
            ModelPath = context.ModelPath,
            Declared = context.Declared,
            Call = context.Call,
            Device = context.Device,
            Options = Flatten(context.Options),
            LogLevel = LeastLevel(loggers.CreateLogger(backend)),
            TextBytes = limits.TaskBytes,
            Lanes = "",
        };
        var supervisor = new WorkerSupervisor(new WorkerTerms(name, config, limits, loggers, context.Time), load);
        if (supervisor.StartFirst(cancel) is { } error)
        {
            supervisor.Dispose();
            return error;
        }
        policy = supervisor.Model.Stateful ? new StatefulWorkerPolicy(supervisor) : new WorkerPolicy(supervisor);
        return null;
    }

    private static Dictionary<string, string> Flatten(IConfiguration options) =>
        options.AsEnumerable(makePathsRelative: true)
            .Where(option => option.Value is not null)
            .ToDictionary(option => option.Key, option => option.Value!, StringComparer.OrdinalIgnoreCase);

    private static LogLevel LeastLevel(ILogger logger)
    {
        LogLevel level = LogLevel.Trace;
        while (level < LogLevel.None && !logger.IsEnabled(level))
            level++;
        return level;
    }
}
