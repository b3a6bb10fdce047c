using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>The plugins of the repository and of the tests, loaded once for the suite.</summary>
public sealed class ContractHosts : IDisposable
{
    private readonly TemporaryPlugins _plugins = new();
    private readonly PluginHost[] _hosts;

    public ContractHosts() => _hosts = [Over("plugins"), Over("test-plugins")];

    public void Dispose() => _plugins.Dispose();

    internal Plugin Plugin(ContractCase tested)
    {
        List<GatewayError> errors = [];
        foreach (PluginHost host in _hosts)
        {
            if (host.Load(tested.Backend, out Plugin? plugin) is not { } error)
                return plugin!;
            errors.Add(error);
        }

        throw new InvalidOperationException(string.Join('\n', errors));
    }

    internal LoadedPolicy Load(ContractCase tested)
    {
        PolicyFolder folder = PolicyFolder.Read(FolderOf(tested), tested.Backend);
        TestTensorAllocator memory = new();
        GatewayError? error = Load(tested, folder.ModelPath, memory, out IPolicy? policy);
        error.ShouldBeNull();
        return new LoadedPolicy(policy!, memory);
    }

    internal GatewayError? Load(ContractCase tested, string? model, ITensorAllocator memory, out IPolicy? policy)
    {
        PolicyFolder folder = PolicyFolder.Read(FolderOf(tested), tested.Backend);
        PolicyContext context = TestContexts.Of(folder.Folder, model, folder.Declared, memory, tested.Options);
        return Plugin(tested).Load(context with { Device = tested.Device }, default, out policy);
    }

    internal static string FolderOf(ContractCase tested) =>
        Path.Combine(Repository.Root, "tests", "data", tested.Policy);

    private PluginHost Over(string folder) => new(
        PluginCatalog.Scan(Path.Combine(Repository.Root, "artifacts", folder)),
        _plugins.PrivateCopies(),
        NullLoggerFactory.Instance);
}
