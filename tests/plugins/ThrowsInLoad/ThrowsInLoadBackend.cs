using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("ThrowsInLoad", typeof(PolicyGate.Tests.Plugins.ThrowsInLoadBackend))]

namespace PolicyGate.Tests.Plugins;

internal sealed class ThrowsInLoadBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors) =>
        throw new InvalidOperationException("Check broke");

    // A name without a file is the operator's to mend, all else is a bug of this plugin.
    public IPolicy Load(PolicyContext context, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (context.ModelPath is { } path)
            throw new PolicyLoadException($"model '{path}' is not for this engine");
        throw new InvalidOperationException("Load broke");
    }
}
