using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The backends that PolicyGate brings, as they were built, loaded as the host loads them.</summary>
internal static class ShippedPlugins
{
    // Loaded in place: nobody overwrites them while tests run.
    private static readonly PluginHost Host = new(
        PluginCatalog.Scan(Folder),
        new PluginCopies([], TimeProvider.System, NullLogger.Instance),
        NullLoggerFactory.Instance);

    public static string Folder => Repository.At("artifacts/plugins");

    public static Plugin Get(string backend)
    {
        Host.Load(backend, out Plugin? plugin).ShouldBeNull();
        return plugin.ShouldNotBeNull();
    }

    /// <summary>Loads a policy that should load.</summary>
    public static IPolicy Load(string backend, PolicyContext context)
    {
        Get(backend).Load(context, CancellationToken.None, out IPolicy? policy).ShouldBeNull();
        return policy.ShouldNotBeNull();
    }

    /// <summary>Loads a policy that should not.</summary>
    /// <returns>What the operator reads; a bug of the plugin is not accepted.</returns>
    public static string Refusal(string backend, PolicyContext context)
    {
        GatewayError error = Get(backend).Load(context, CancellationToken.None, out _).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.Unavailable, error.Message);
        return error.Message;
    }
}
