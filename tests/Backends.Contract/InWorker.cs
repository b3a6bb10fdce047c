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

    // A run that is cancelled in a test may take as long as it takes on a busy machine.
    private static readonly LimitsOptions Patient = new() { WorkerGraceTime = TimeSpan.FromSeconds(30) };

    public string Name => "in-worker";

    public bool TakesMemoryFromContext => false;

    public bool LoadsAreCheap => false;

    public GatewayError? Load(ContractCase tested, PolicyContext context, out IPolicy? policy)
    {
        string plugins = Path.GetDirectoryName(tested.Plugin.Description.Folder)!;
        var loader = new WorkerPolicyLoader(plugins, Patient, NullLoggerFactory.Instance);
        return loader.Load(tested.ToString(), tested.Backend.Name, context, Alone, CancellationToken.None, out policy);
    }

    public IReadOnlyList<int> Processes(IPolicy policy) =>
        [Environment.ProcessId, ((WorkerPolicy)policy).Supervisor.Processes.Serving.ShouldNotBeNull()];
}
