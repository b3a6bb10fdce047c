using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("ContractTooNew", typeof(PolicyGate.Tests.Plugins.ContractTooNewBackend),
    Contract.Major, Contract.Minor + 1)]

namespace PolicyGate.Tests.Plugins;

internal sealed class ContractTooNewBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors)
    {
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel) => throw new NotSupportedException();
}
