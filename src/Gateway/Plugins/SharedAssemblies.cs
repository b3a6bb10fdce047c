using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Plugins;

/// <summary>The assemblies that host and plugins have in common: those whose types pass between them.</summary>
/// <remarks>
/// The contract's own and the closure of its references outside the framework, which a test holds. A copy in the
/// plugin's folder is passed over: its types would carry the same names and be others.
/// </remarks>
internal static class SharedAssemblies
{
    private static readonly Dictionary<string, Assembly> ByName = new[]
    {
        typeof(IPolicyBackend).Assembly,
        typeof(IConfiguration).Assembly,
        typeof(ILogger).Assembly,
        typeof(IChangeToken).Assembly,
        typeof(IServiceCollection).Assembly,
    }.ToDictionary(a => a.GetName().Name!, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The host's copy; null where the assembly is not shared, or is and the plugin cannot have it.</summary>
    /// <param name="asked">As the plugin's reference has it.</param>
    /// <param name="refusal">Set where the plugin was built against a newer one than the host's.</param>
    public static Assembly? Find(AssemblyName asked, out string? refusal)
    {
        refusal = null;
        if (asked.Name is null || !ByName.TryGetValue(asked.Name, out Assembly? shared))
            return null;
        Version has = shared.GetName().Version!;
        // The contract has a version rule of its own, checked before; its DLL's version is the product's.
        if (shared == typeof(IPolicyBackend).Assembly || asked.Version is null || asked.Version <= has)
            return shared;
        refusal = $"it was built against {asked.Name} {asked.Version}, which plugins share with the gateway, and this"
            + $" gateway has {has}; build it against {has.Major}.{has.Minor} or older";
        return null;
    }
}
