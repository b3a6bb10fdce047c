using PolicyGate.Gateway.Errors;
using PolicyGate.Shared;

namespace PolicyGate.Gateway.Plugins;

/// <summary>
/// What lies in the plugin folder: each sub-folder is one plugin, or a problem that hinders no other.
/// </summary>
/// <remarks>A snapshot: a plugin that changes on disk is seen by the next scan.</remarks>
internal sealed class PluginCatalog
{
    private readonly List<PluginDescription> _plugins = [];
    private readonly List<PluginProblem> _problems = [];

    private PluginCatalog(string folder) => Folder = folder;

    /// <summary>The plugin folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>Why there is nothing at all; null where the plugin folder could be read.</summary>
    public GatewayError? FolderError { get; private set; }

    /// <summary>By name.</summary>
    public IReadOnlyList<PluginDescription> Plugins => _plugins;

    public IReadOnlyList<PluginProblem> Problems => _problems;

    /// <summary>Reads the metadata of every plugin; loads none.</summary>
    public static PluginCatalog Scan(string folder)
    {
        var catalog = new PluginCatalog(Path.GetFullPath(folder));
        catalog.ReadFolders();
        catalog.RefuseEqualNames();
        catalog._plugins.Sort((a, b) => StringComparer.OrdinalIgnoreCase.Compare(a.Name, b.Name));
        return catalog;
    }

    /// <summary>The plugin of a backend.</summary>
    /// <returns>The folder's own problem where it has one, or NotFound with the names that are there, nearest
    /// first.</returns>
    public GatewayError? Find(string backend, out PluginDescription? plugin)
    {
        plugin = _plugins.Find(p => string.Equals(p.Name, backend, StringComparison.OrdinalIgnoreCase));
        if (plugin is not null)
            return null;
        if (FolderError is not null)
            return FolderError;
        PluginProblem? problem =
            _problems.Find(p => string.Equals(p.Name, backend, StringComparison.OrdinalIgnoreCase));
        return problem?.Error ?? NotThere(backend);
    }

    private GatewayError NotThere(string backend)
    {
        string there = _plugins.Count == 0
            ? "there is no plugin that can be used"
            : $"there are: {string.Join(", ", NearestName.Order(backend, _plugins.Select(p => p.Name)))}";
        string problems = _problems.Count == 0
            ? ""
            : $"; with problems ('policygate plugins' tells which): {string.Join(", ", _problems.Select(p => p.Name))}";
        return new GatewayError(
            ErrorCode.NotFound, $"no plugin for backend '{backend}' in plugin folder '{Folder}'; {there}{problems}");
    }

    private void ReadFolders()
    {
        try
        {
            if (!Directory.Exists(Folder))
            {
                FolderError = new GatewayError(
                    ErrorCode.NotFound,
                    $"the plugin folder '{Folder}' is not there; set Gateway:PluginFolder to the folder whose"
                    + " sub-folders are plugins");
                return;
            }
            foreach (string folder in Directory.EnumerateDirectories(Folder).Order(StringComparer.Ordinal))
            {
                // Half-written deployments and tools' own folders begin with a dot.
                if (!Path.GetFileName(folder).StartsWith('.'))
                    ReadPlugin(folder);
            }
            RefuseLooseAssemblies();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            FolderError = new GatewayError(
                ErrorCode.Unavailable, $"the plugin folder '{Folder}' cannot be read: {failure.Message}");
        }
    }

    private void ReadPlugin(string folder)
    {
        PluginProblem? problem = PluginFolder.Read(folder, out PluginDescription? plugin);
        if (problem is not null)
            _problems.Add(problem);
        else
            _plugins.Add(plugin!);
    }

    private void RefuseLooseAssemblies()
    {
        foreach (string file in Directory.EnumerateFiles(Folder, "*.dll").Order(StringComparer.Ordinal))
        {
            if (PluginMetadata.Read(file, out _) is not { } plugin)
                continue;
            var error = new GatewayError(
                ErrorCode.NotFound,
                $"plugin '{plugin.Name}' ('{file}') lies in the plugin folder itself; each plugin needs a sub-folder"
                + $" of its own: move it and what belongs to it to '{Path.Combine(Folder, plugin.Name)}'");
            _problems.Add(new PluginProblem(Folder, plugin.Name, error));
        }
    }

    private void RefuseEqualNames()
    {
        foreach (IGrouping<string, PluginDescription> same in _plugins
            .GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).ToArray())
        {
            string folders = string.Join("', '", same.Select(p => p.Folder));
            var error = new GatewayError(
                ErrorCode.NotFound,
                $"backend '{same.Key}' is offered by {same.Count()} plugins, in '{folders}': none is used;"
                + " remove all but one");
            foreach (PluginDescription plugin in same)
            {
                _plugins.Remove(plugin);
                _problems.Add(new PluginProblem(plugin.Folder, plugin.Name, error));
            }
        }
    }
}
