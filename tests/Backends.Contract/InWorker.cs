using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Workers;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>The plugin in a process of its own, as a policy with <c>"Isolation": "Process"</c> is served.</summary>
internal sealed class InWorker : IPolicySource
{
    // Without a spare: whoever dies is missed.
    private static readonly WorkerConfig Alone = new(
        Spare: false, new Dictionary<string, string>(), LibraryPath: null, MemoryBytes: null);

    public string Name => "in-worker";

    public bool TakesMemoryFromContext => false;

    public bool LoadsAreCheap => false;

    public GatewayError? Load(ContractCase tested, PolicyContext context, out IPolicy? policy)
    {
        string plugins = Path.GetDirectoryName(tested.Plugin.Description.Folder)!;
        var loader = new WorkerPolicyLoader(plugins, new LimitsOptions(), NullLoggerFactory.Instance);
        return loader.Load(tested.ToString(), tested.Backend.Name, context, Alone, CancellationToken.None, out policy);
    }

    public IReadOnlyList<int> Processes(IPolicy policy) =>
        [Environment.ProcessId, ((WorkerPolicy)policy).Supervisor.Processes.Serving.ShouldNotBeNull()];
}
