using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("Counting", typeof(PolicyGate.Tests.Plugins.CountingBackend))]

namespace PolicyGate.Tests.Plugins;

/// <summary>The stateful plugin: an answer is the state that came in, plus all those of the episode before.</summary>
internal sealed class CountingBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors)
    {
        foreach (IConfigurationSection option in options.GetChildren())
            errors.Add($"unknown option '{option.Key}'; this backend has none");
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel) => new CountingPolicy(
        context.Declared ?? throw new PolicyLoadException("policy.json declares no inputs and outputs"),
        context.Memory, context.Time);
}
