using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("ThrowsInTypeInitializer", typeof(PolicyGate.Tests.Plugins.ThrowsInTypeInitializerBackend))]

namespace PolicyGate.Tests.Plugins;

internal sealed class ThrowsInTypeInitializerBackend : IPolicyBackend
{
    private static readonly Uri Broken = new("no address");
    private readonly string _host = Broken.Host;

    public void Check(IConfiguration options, ICollection<string> errors)
    {
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel) => throw new NotSupportedException(_host);
}
