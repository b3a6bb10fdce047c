using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>The plugin in this process, through the plugin host as in service.</summary>
internal sealed class InProcess : IPolicySource
{
    public string Name => "in-process";

    public bool TakesMemoryFromContext => true;

    public bool LoadsAreCheap => true;

    public GatewayError? Load(ContractCase tested, PolicyContext context, out IPolicy? policy) =>
        tested.Plugin.Load(context, CancellationToken.None, out policy);

    public IReadOnlyList<int> Processes(IPolicy policy) => [Environment.ProcessId];
}
