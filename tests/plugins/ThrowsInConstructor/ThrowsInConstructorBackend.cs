using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("ThrowsInConstructor", typeof(PolicyGate.Tests.Plugins.ThrowsInConstructorBackend))]

namespace PolicyGate.Tests.Plugins;

internal sealed class ThrowsInConstructorBackend : IPolicyBackend
{
    public ThrowsInConstructorBackend() => throw new InvalidOperationException("the licence has run out");

    public void Check(IConfiguration options, ICollection<string> errors)
    {
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel) => throw new NotSupportedException();
}
