using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Plugins;

/// <summary>
/// One loaded plugin. What its code throws becomes a <see cref="GatewayError"/> here and goes no further.
/// </summary>
/// <remarks>
/// Safe from any thread: the contract promises backends one call at a time, so calls wait for each other. The policies
/// that it makes are not guarded by this.
/// </remarks>
internal sealed class Plugin
{
    private readonly Lock _oneCall = new();
    private readonly PluginLoadContext _context;
    private readonly IPolicyBackend _backend;
    private readonly ILogger _log;

    private Plugin(PluginDescription description, PluginLoadContext context, IPolicyBackend backend, ILogger log)
    {
        (Description, _context, _backend, _log) = (description, context, backend, log);
    }

    public PluginDescription Description { get; }

    /// <summary>What it was loaded from.</summary>
    public PluginCopy Copy => _context.Copy;

    /// <summary>Loads the assembly and makes the one object of its entry type.</summary>
    /// <param name="description">What to load.</param>
    /// <param name="copy">Where its files are loaded from.</param>
    /// <param name="natives">Where its native libraries are: the same, or an older copy of the same libraries.</param>
    /// <param name="log">The plugin's own.</param>
    /// <param name="plugin">Null where an error is returned.</param>
    public static GatewayError? Create(
        PluginDescription description, PluginCopy copy, PluginCopy natives, ILogger log, out Plugin? plugin)
    {
        plugin = null;
        PluginLoadContext? context = null;
        try
        {
            context = new PluginLoadContext(description, copy, natives);
            Assembly assembly = context.LoadFromAssemblyPath(context.EntryAssemblyPath);
            Type entry = assembly.GetType(description.EntryType, throwOnError: true)!;
            if (!typeof(IPolicyBackend).IsAssignableFrom(entry))
                return Unusable(description, $"its entry type {entry} does not implement {nameof(IPolicyBackend)}");
            const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            if (entry.IsAbstract || entry.GetConstructor(AnyInstance, []) is not { } constructor)
                return Unusable(description, $"its entry type {entry} has no constructor without parameters");
            IPolicyBackend backend = (IPolicyBackend)constructor.Invoke([]);
            plugin = new Plugin(description, context, backend, log);
            return null;
        }
        catch (Exception failure)
        {
            // Whatever it is, it is the plugin's: nothing of it may reach the host or its other plugins.
            if (context is null)
                return Unusable(description, $"its deps.json cannot be used: {failure.Message}");
            if (!PluginFailure.IsExpected(failure))
                Log.Threw(log, failure, description.Name, "its constructor");
            return Unusable(description, $"cannot be started: {PluginFailure.Describe(failure, context)}");
        }
    }

    /// <summary>Judges a policy's options; each finding is one sentence in <paramref name="errors"/>.</summary>
    public GatewayError? Check(IConfiguration options, ICollection<string> errors) =>
        Guard("Check", "judging the options", () => _backend.Check(options, errors));

    /// <summary>Loads a policy, which the caller disposes; null where an error is returned.</summary>
    public GatewayError? Load(PolicyContext context, CancellationToken cancel, out IPolicy? policy)
    {
        IPolicy? loaded = null;
        GatewayError? error = Guard(
            "Load", $"loading policy folder '{context.Folder}'", () => loaded = _backend.Load(context, cancel), cancel);
        policy = loaded;
        if (error is null && policy is null)
            return new GatewayError(ErrorCode.Internal, $"backend '{Description.Name}' returned null from Load");
        return error;
    }

    /// <summary>What the backend tells of the machine; nothing where it has no diagnostics.</summary>
    public GatewayError? Diagnose(ICollection<Finding> findings) =>
        Guard("Diagnose", "its diagnosis", () => Add((_backend as IBackendDiagnostics)?.Diagnose(), findings));

    /// <summary>What the backend tells of a model file; nothing where it has no diagnostics.</summary>
    public GatewayError? Describe(string modelPath, ICollection<Finding> findings) =>
        Guard(
            "Describe",
            $"describing '{modelPath}'",
            () => Add((_backend as IBackendDiagnostics)?.Describe(modelPath), findings));

    private static void Add(IEnumerable<Finding>? told, ICollection<Finding> findings)
    {
        foreach (Finding finding in told ?? [])
            findings.Add(finding);
    }

    private static GatewayError Unusable(PluginDescription plugin, string why) =>
        new(ErrorCode.Unavailable, $"plugin '{plugin.Name}' ('{plugin.AssemblyPath}') cannot be used: {why}");

    private GatewayError? Guard(string call, string doing, Action action, CancellationToken cancel = default)
    {
        try
        {
            lock (_oneCall)
                action();
            return null;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return new GatewayError(ErrorCode.Cancelled, $"{doing} was cancelled");
        }
        catch (Exception failure)
        {
            string what = PluginFailure.Describe(failure, _context);
            if (PluginFailure.IsExpected(failure))
            {
                return new GatewayError(
                    ErrorCode.Unavailable, $"backend '{Description.Name}' failed {doing}: {what}");
            }
            Log.Threw(_log, failure, Description.Name, call);
            return new GatewayError(
                ErrorCode.Internal,
                $"backend '{Description.Name}' failed {doing}: {what}; this is a bug of the plugin"
                + $" ('{Description.AssemblyPath}', {Description.AssemblyVersion}), its stack is in the log");
        }
    }
}
