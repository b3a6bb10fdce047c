using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend(
    "NoParameterlessConstructor", typeof(PolicyGate.Tests.Plugins.NoParameterlessConstructorBackend))]

namespace PolicyGate.Tests.Plugins;

internal sealed class NoParameterlessConstructorBackend : IPolicyBackend
{
    private readonly string _needed;

    public NoParameterlessConstructorBackend(string needed) => _needed = needed;

    public void Check(IConfiguration options, ICollection<string> errors) => errors.Add(_needed);

    public IPolicy Load(PolicyContext context, CancellationToken cancel) => throw new NotSupportedException();
}
