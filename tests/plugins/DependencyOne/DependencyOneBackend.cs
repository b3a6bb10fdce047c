using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;
using Ruler;

[assembly: PolicyBackend("DependencyOne", typeof(PolicyGate.Tests.Plugins.DependencyOneBackend))]

namespace PolicyGate.Tests.Plugins;

internal sealed class DependencyOneBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors) =>
        errors.Add($"{Length.Unit} {typeof(Length).Assembly.GetName().Version}");

    public IPolicy Load(PolicyContext context, CancellationToken cancel) => throw new NotSupportedException();
}
