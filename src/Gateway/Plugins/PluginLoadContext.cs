using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace PolicyGate.Gateway.Plugins;

/// <summary>One plugin's assemblies and native libraries, apart from the host's and every other plugin's.</summary>
/// <remarks>Never unloaded: engines keep threads and native callbacks into the plugin's code.</remarks>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    // Empty in a single-file host, where framework and host cannot be told apart by path.
    private static readonly string? FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location);

    private static int _alive;

    private readonly PluginCopy _copy;
    private readonly PluginCopy _natives;
    private readonly string _folder;
    private readonly AssemblyDependencyResolver _resolver;
    private readonly ConcurrentDictionary<string, string> _refusals = new();
    private readonly ConcurrentDictionary<string, string> _nativesElsewhere = new();

    /// <param name="plugin">What to load.</param>
    /// <param name="copy">Where its files are loaded from; kept in use for the life of the context.</param>
    /// <param name="natives">Where its native libraries are: a second copy would be loaded a second time.</param>
    /// <exception cref="InvalidOperationException">The plugin's deps.json cannot be read.</exception>
    public PluginLoadContext(PluginDescription plugin, PluginCopy copy, PluginCopy natives)
        : base($"plugin {plugin.Name}", isCollectible: false)
    {
        (_copy, _natives) = (copy, natives);
        _folder = plugin.Folder;
        Interlocked.Increment(ref _alive);
        EntryAssemblyPath = Path.Combine(copy.Folder, Path.GetFileName(plugin.AssemblyPath));
        _resolver = new AssemblyDependencyResolver(EntryAssemblyPath);
    }

    /// <summary>How many this process has: they stay until it ends.</summary>
    public static int Alive => Volatile.Read(ref _alive);

    public string EntryAssemblyPath { get; }

    /// <summary>What it loads from.</summary>
    public PluginCopy Copy => _copy;

    /// <summary>Why an assembly was not loaded; null where this context did not refuse it.</summary>
    /// <param name="assembly">Its full name, as the exception has it.</param>
    public string? RefusalOf(string? assembly) => assembly is null ? null : _refusals.GetValueOrDefault(assembly);

    /// <summary>Where a native library was looked for before the system's own paths were tried.</summary>
    /// <param name="message">The runtime's, which names the library.</param>
    public IEnumerable<string> NativeSearches(string message) => _nativesElsewhere
        .Where(search => message.Contains($"'{search.Key}'", StringComparison.Ordinal)).Select(search => search.Value);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (SharedAssemblies.Find(assemblyName, out string? refusal) is { } shared)
            return shared;
        if (refusal is not null)
            throw Refuse(assemblyName, refusal);
        string file = assemblyName.Name + ".dll";
        string? path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Existing(Path.Combine(_copy.Folder, file));
        if (path is not null)
            return LoadFromAssemblyPath(path);

        // Null hands the question to the host's own context, which is right for the framework and for resources of
        // a culture that nobody ships, and wrong for whatever else the host happens to have beside it.
        bool framework = string.IsNullOrEmpty(FrameworkFolder) || File.Exists(Path.Combine(FrameworkFolder, file));
        if (framework || !string.IsNullOrEmpty(assemblyName.CultureName))
            return null;
        throw Refuse(
            assemblyName,
            $"assembly '{assemblyName.FullName}' was not found: looked for '{file}' in '{_folder}', where there are"
            + $" {FileNames("*.dll")}, and among .NET's own; build the plugin with"
            + " <EnableDynamicLoading>true</EnableDynamicLoading> and copy its whole output");
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? resolved = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        string[] candidates = [.. NativeCandidates(unmanagedDllName)];
        string? path = resolved ?? Array.Find(candidates, File.Exists);
        if (path is null)
        {
            // Zero lets the runtime go on to the system's own paths, where drivers are.
            _nativesElsewhere[unmanagedDllName] =
                $"native library '{unmanagedDllName}' is not in the plugin's folder '{_folder}': tried"
                + $" {string.Join(", ", candidates.Select(InFolder))} (none there);"
                + $" native libraries there: {FileNames("*.so*")}";
            return 0;
        }
        try
        {
            return LoadUnmanagedDllFromPath(Path.Combine(_natives.Folder, InFolder(path)));
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException(
                $"native library '{unmanagedDllName}' is there as '{Path.Combine(_folder, InFolder(path))}' but cannot"
                + $" be loaded; 'ldd' on it tells what it lacks: {failure.Message}",
                failure);
        }
    }

    private IEnumerable<string> NativeCandidates(string name)
    {
        // As the runtime varies names; RIDs from the special to the general, as NuGet lays packages out.
        string[] names = name.Contains(".so", StringComparison.Ordinal)
            ? [name, $"lib{name}"]
            : [$"lib{name}.so", $"{name}.so", name, $"lib{name}"];
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] folders = ["", $"runtimes/linux-{architecture}/native", "runtimes/linux/native"];
        return folders.SelectMany(folder => names.Select(n => Path.Combine(_copy.Folder, folder, n)));
    }

    /// <summary>The runtime keeps the exception's type and puts a message of its own in the place of this.</summary>
    private FileNotFoundException Refuse(AssemblyName assembly, string why)
    {
        _refusals[assembly.FullName] = why;
        return new FileNotFoundException(why, assembly.FullName);
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    private string InFolder(string path) => Path.GetRelativePath(_copy.Folder, path);

    private string FileNames(string pattern)
    {
        string[] names =
        [
            .. Directory.EnumerateFiles(_copy.Folder, pattern, SearchOption.AllDirectories).Select(InFolder).Order(),
        ];
        return names.Length == 0 ? "none" : string.Join(", ", names);
    }
}
