using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>
/// The plugins, for verbs that look at them without serving. What they log goes to stderr from Warning on.
/// </summary>
internal sealed class Backends : IDisposable
{
    private readonly ILoggerFactory _loggers;

    public Backends(LoadedConfiguration loaded)
    {
        _loggers = ConsoleLogging.CreateForWarnings();
        var copies = new PluginCopies(
            PluginCopies.UsualRoots(), TimeProvider.System, _loggers.CreateLogger<PluginCopies>());
        Host = new PluginHost(PluginCatalog.Scan(loaded.PluginFolder), copies, _loggers);
    }

    public PluginHost Host { get; }

    public void Dispose() => _loggers.Dispose();
}
