using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal sealed class NoEntryAttributeBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors)
    {
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel) => throw new NotSupportedException();
}
