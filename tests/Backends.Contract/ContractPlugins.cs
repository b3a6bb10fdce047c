using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Plugins of the repository, of the tests and of whoever runs the suite against his own.</summary>
internal static class ContractPlugins
{
    private static readonly ConcurrentDictionary<string, Plugin> Loaded = new();

    private static readonly string[] Folders =
    [
        .. OwnPlugin.Folder is { } own ? [Path.GetDirectoryName(own)!] : Array.Empty<string>(),
        ShippedPlugins.Folder,
        Repository.At("artifacts/test-plugins"),
    ];

    private static readonly PluginHost[] Hosts = [.. Folders.Select(Over)];

    /// <summary>Loaded once for the whole suite; where it is not there, every test that asks says where it was looked
    /// for.</summary>
    public static Plugin Get(string backend) => Loaded.GetOrAdd(backend, Find);

    /// <summary>Whether it lies in one of the folders, whatever its state.</summary>
    public static bool Has(string backend) => Hosts.Any(host => host.Catalog.Find(backend, out _) is null);

    private static Plugin Find(string backend)
    {
        List<GatewayError> errors = [];
        foreach (PluginHost host in Hosts)
        {
            if (host.Load(backend, out Plugin? plugin) is not { } error)
                return plugin!;
            errors.Add(error);
        }
        throw new InvalidOperationException(
            $"the suite has cases for '{backend}'; ./test builds what is missing\n{string.Join('\n', errors)}");
    }

    // In place: nobody overwrites them while tests run.
    private static PluginHost Over(string folder) => new(
        PluginCatalog.Scan(folder),
        new PluginCopies([], TimeProvider.System, NullLogger.Instance),
        NullLoggerFactory.Instance);
}
