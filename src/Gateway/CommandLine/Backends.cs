using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>
/// The plugins, for verbs that look at them without serving. What they log goes to stderr from Warning on.
/// </summary>
internal sealed class Backends : IDisposable
{
    public Backends(LoadedConfiguration loaded)
    {
        Loggers = ConsoleLogging.CreateForWarnings();
        var copies = new PluginCopies(
            PluginCopies.UsualRoots(), TimeProvider.System, Loggers.CreateLogger("PolicyGate.Plugins"));
        Host = new PluginHost(PluginCatalog.Scan(loaded.PluginFolder), copies, Loggers);
    }

    public PluginHost Host { get; }

    public ILoggerFactory Loggers { get; }

    public void Dispose() => Loggers.Dispose();
}
