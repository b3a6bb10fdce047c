using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("FailsOnDemand", typeof(PolicyGate.Tests.Plugins.FailsOnDemandBackend))]

namespace PolicyGate.Tests.Plugins;

/// <summary>
/// Row i is the state + i/100, as in the policy without a model of <c>tests/peers/lerobot</c>; while something stands
/// in its model file every run fails, and says that.
/// </summary>
internal sealed class FailsOnDemandBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors)
    {
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel)
    {
        string demand = context.ModelPath ?? throw new PolicyLoadException("policy.json names no file to ask");
        PolicySignature signature = context.Declared
            ?? throw new PolicyLoadException("policy.json declares no inputs and outputs");
        return new FailsOnDemandPolicy(signature, demand, context.Memory);
    }
}
