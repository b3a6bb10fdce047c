using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Loads plugins when their backend is first asked for; each once, a failure included.</summary>
/// <remarks>
/// Safe from any thread. It knows the plugin folder as its catalog has it: what was changed there since is known to
/// <see cref="Anew"/>.
/// </remarks>
internal sealed class PluginHost
{
    private readonly ConcurrentDictionary<PluginDescription, Lazy<(Plugin? Plugin, GatewayError? Error)>>
        _plugins = new();
    private readonly LoadedPlugins _loaded;

    public PluginHost(PluginCatalog catalog, PluginCopies copies, ILoggerFactory loggers)
        : this(catalog, new LoadedPlugins(copies, loggers))
    {
    }

    private PluginHost(PluginCatalog catalog, LoadedPlugins loaded) => (Catalog, _loaded) = (catalog, loaded);

    public PluginCatalog Catalog { get; }

    /// <summary>Another over the folder as it is now; what has not changed there is not loaded again.</summary>
    public PluginHost Anew() => new(PluginCatalog.Scan(Catalog.Folder), _loaded);

    /// <summary>The plugin of a backend; null where an error is returned.</summary>
    /// <param name="backend">Its name, compared without case.</param>
    /// <param name="plugin">The same object for everybody who asks.</param>
    public GatewayError? Load(string backend, out Plugin? plugin)
    {
        plugin = null;
        if (Catalog.Find(backend, out PluginDescription? description) is { } error)
            return error;
        // Lazy: two robots' policies that ask at once wait for one load instead of making two contexts.
        (plugin, GatewayError? failed) = _plugins.GetOrAdd(description!, LoadLater).Value;
        return failed;
    }

    /// <summary>Looks at a backend's plugin, and loads nothing.</summary>
    /// <param name="backend">Its name, compared without case.</param>
    /// <param name="place">What it would be loaded from: another where its content is another.</param>
    /// <param name="clash">Why it cannot come into this process, which has other native libraries of it; null where it
    /// can.</param>
    public GatewayError? Judge(string backend, out string? place, out GatewayError? clash)
    {
        (place, clash) = (null, null);
        return Catalog.Find(backend, out PluginDescription? description)
            ?? _loaded.Judge(description!, out place, out clash);
    }

    private Lazy<(Plugin?, GatewayError?)> LoadLater(PluginDescription description) => new(() =>
    {
        GatewayError? error = _loaded.Load(description, out Plugin? plugin);
        return (plugin, error);
    });
}
