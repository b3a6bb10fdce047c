using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Plugins;

/// <summary>The plugins that this process has loaded, by what lay in their folder when it did.</summary>
/// <remarks>
/// None is ever unloaded: a changed DLL is loaded beside the old one. A changed native library cannot be: what is
/// already in the process under its name is what the new one's code would be given.
/// </remarks>
internal sealed class LoadedPlugins(PluginCopies copies, ILoggerFactory loggers)
{
    private readonly Lock _gate = new();
    private readonly ILogger _log = loggers.CreateLogger("PolicyGate.Plugins");
    private readonly Dictionary<string, Plugin> _byPlace = new(StringComparer.Ordinal);

    // What cannot be started cannot be unloaded either: each try would leave another in the process.
    private readonly Dictionary<(string Folder, string? Digest), GatewayError> _failed = [];

    /// <summary>The plugin as it lies in its folder now: the one that is loaded, else another, beside it.</summary>
    public GatewayError? Load(PluginDescription description, out Plugin? plugin)
    {
        // One at a time: two policies that ask at once wait for one load instead of making two contexts.
        lock (_gate)
        {
            if (Find(description, out plugin, out PluginCopy? copy) is { } unreadable)
                return unreadable;
            if (plugin is not null)
                return null;
            if (ClashOf(description, copy!) is { } clash)
            {
                copy!.InUse?.Dispose();
                return clash;
            }
            ILogger log = loggers.CreateLogger(description.Name);
            PluginCopy natives = SameNatives(description, copy!)?.Copy ?? copy!;
            if (Plugin.Create(description, copy!, natives, log, out plugin) is { } unusable)
            {
                _failed.Add((copy!.Folder, copy.Digest), unusable);
                return unusable;
            }
            _byPlace.Add(copy!.Folder, plugin!);
            Log.Loaded(
                _log, description.Name, Path.GetFileName(description.AssemblyPath), description.AssemblyVersion,
                $"{description.ContractMajor}.{description.ContractMinor}", description.Folder);
            return null;
        }
    }

    /// <summary>Looks at the plugin as it lies there now, and loads nothing.</summary>
    /// <param name="description">As it lies there.</param>
    /// <param name="place">What it would be loaded from: another where its content is another.</param>
    /// <param name="clash">Why it cannot come into this process; null where it can.</param>
    public GatewayError? Judge(PluginDescription description, out string? place, out GatewayError? clash)
    {
        (place, clash) = (null, null);
        lock (_gate)
        {
            if (Find(description, out Plugin? plugin, out PluginCopy? copy) is { } unreadable)
                return unreadable;
            place = copy!.Folder;
            if (plugin is not null)
                return null;
            clash = ClashOf(description, copy);
            copy.InUse?.Dispose();
            return null;
        }
    }

    private GatewayError? Find(PluginDescription description, out Plugin? plugin, out PluginCopy? copy)
    {
        plugin = null;
        if (copies.Take(description.Folder, out copy) is { } unreadable)
            return unreadable;
        bool loaded = _byPlace.TryGetValue(copy!.Folder, out plugin);
        if (_failed.TryGetValue((copy.Folder, copy.Digest), out GatewayError? before) || loaded)
            copy.InUse?.Dispose();
        if (before is not null || !loaded || plugin!.Copy.Digest == copy.Digest)
            return before;
        plugin = null;
        return new GatewayError(ErrorCode.Unavailable,
            $"plugin '{description.Name}' ('{description.Folder}') was changed where it lies, and this process has"
            + " loaded it from there, for no private copy can be made (see its log): start the gateway anew to load"
            + " what lies there now");
    }

    private GatewayError? ClashOf(PluginDescription description, PluginCopy copy)
    {
        bool here = _byPlace.Values.Any(plugin => IsSame(plugin, description));
        return !here || SameNatives(description, copy) is not null ? null : new GatewayError(ErrorCode.Unsupported,
            $"plugin '{description.Name}' ('{description.Folder}') has other native libraries than the one that this"
            + " process has loaded");
    }

    private Plugin? SameNatives(PluginDescription description, PluginCopy copy)
    {
        Plugin[] loaded = [.. _byPlace.Values.Where(plugin => IsSame(plugin, description))];
        if (loaded.Length == 0)
            return null;
        string digest = NativeFiles.DigestOf(copy.Folder);
        return Array.Find(loaded, plugin => NativeFiles.DigestOf(plugin.Copy.Folder) == digest);
    }

    private static bool IsSame(Plugin plugin, PluginDescription description) =>
        string.Equals(plugin.Description.Name, description.Name, StringComparison.OrdinalIgnoreCase);
}
