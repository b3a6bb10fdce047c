using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("NativeLibraryMissing", typeof(PolicyGate.Tests.Plugins.NativeLibraryMissingBackend))]

namespace PolicyGate.Tests.Plugins;

internal sealed class NativeLibraryMissingBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors)
    {
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel) =>
        throw new PolicyLoadException($"the engine answered {Engine.Version()}");
}
