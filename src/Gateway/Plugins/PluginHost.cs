using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Loads plugins when their backend is first asked for; each once, a failure included.</summary>
/// <remarks>
/// Safe from any thread. A plugin that was changed on disk is loaded by another host over a new
/// <see cref="PluginCatalog"/>, beside this one.
/// </remarks>
internal sealed class PluginHost(PluginCatalog catalog, PluginCopies copies, ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<PluginDescription, Lazy<(Plugin? Plugin, GatewayError? Error)>>
        _plugins = new();
    private readonly ILogger _log = loggers.CreateLogger("PolicyGate.Plugins");

    public PluginCatalog Catalog => catalog;

    /// <summary>The plugin of a backend; null where an error is returned.</summary>
    /// <param name="backend">Its name, compared without case.</param>
    /// <param name="plugin">The same object for everybody who asks.</param>
    public GatewayError? Load(string backend, out Plugin? plugin)
    {
        plugin = null;
        if (catalog.Find(backend, out PluginDescription? description) is { } error)
            return error;
        // Lazy: two robots' policies that ask at once wait for one load instead of making two contexts.
        (plugin, GatewayError? failed) = _plugins.GetOrAdd(description!, LoadLater).Value;
        return failed;
    }

    private Lazy<(Plugin?, GatewayError?)> LoadLater(PluginDescription description) => new(() => LoadNow(description));

    private (Plugin? Plugin, GatewayError? Error) LoadNow(PluginDescription description)
    {
        if (copies.Take(description.Folder, out PluginCopy? copy) is { } unreadable)
            return (null, unreadable);
        ILogger log = loggers.CreateLogger(description.Name);
        if (Plugin.Create(description, copy!, log, out Plugin? plugin) is { } unusable)
            return (null, unusable);

        Log.Loaded(
            _log,
            description.Name,
            Path.GetFileName(description.AssemblyPath),
            description.AssemblyVersion,
            $"{description.ContractMajor}.{description.ContractMinor}",
            description.Folder);
        return (plugin, null);
    }
}
