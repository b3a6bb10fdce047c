using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>A way of running a backend: who makes the policy that the suite holds in its hands.</summary>
internal interface IPolicySource
{
    /// <summary>In a case's name, as <c>in-process</c>.</summary>
    string Name { get; }

    /// <summary>Whether tensors lie in <see cref="PolicyContext.Memory"/>, so that the suite can count them.</summary>
    bool TakesMemoryFromContext { get; }

    /// <summary>Whether a test may load hundreds: false where each starts a process.</summary>
    bool LoadsAreCheap { get; }

    /// <summary>Loads, or says why not, as the host would.</summary>
    GatewayError? Load(ContractCase tested, PolicyContext context, out IPolicy? policy);

    /// <summary>The processes in which a leak of this policy's would show, this one included.</summary>
    IReadOnlyList<int> Processes(IPolicy policy);
}
