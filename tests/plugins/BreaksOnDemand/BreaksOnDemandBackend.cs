using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("BreaksOnDemand", typeof(PolicyGate.Tests.Plugins.BreaksOnDemandBackend))]

namespace PolicyGate.Tests.Plugins;

/// <summary>
/// Row i is the state + i/100, and more where the options say so; what its model file demands it does first, in every
/// run, and in loading where the demand begins with <c>load-</c>.
/// </summary>
internal sealed class BreaksOnDemandBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors)
    {
        foreach (IConfigurationSection option in options.GetChildren())
        {
            if (option.Key is not ("Stateful" or "Native" or "Elsewhere"))
                errors.Add($"unknown option '{option.Key}'");
        }
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel)
    {
        string demand = context.ModelPath ?? throw new PolicyLoadException("policy.json names no file to ask");
        if (File.ReadAllText(demand) is ['l', 'o', 'a', 'd', '-', .. var loading])
            Break.Now(loading, cancel);
        var signature = context.Declared
            ?? throw new PolicyLoadException("policy.json declares no inputs and outputs");
        // As an engine that does not take the host's memory.
        ITensorAllocator? memory = context.Options["Elsewhere"] is null ? context.Memory : null;
        return context.Options["Stateful"] is null
            ? new BreaksOnDemandPolicy(signature, demand, memory, Native(context.Options["Native"]))
            : new StatefulBreaksOnDemandPolicy(signature, demand, memory, 0);
    }

    private static unsafe int Native(string? library)
    {
        if (library is null)
            return 0;
        nint answer = NativeLibrary.GetExport(NativeLibrary.Load(library), "answer");
        int number = ((delegate* unmanaged<int>)answer)();
        Console.Error.WriteLine($"{library} answers {number.ToString(CultureInfo.InvariantCulture)}");
        return number;
    }
}
