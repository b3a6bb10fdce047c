using PolicyGate.Abstractions;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Inspection;

/// <summary>Asks the backends what a model file is: only they know their formats.</summary>
internal static class ModelInspection
{
    /// <summary>What those tell that can read it; what all of them complain about where none can.</summary>
    public static IReadOnlyList<Finding> Of(string path, PluginHost host)
    {
        var readers = new List<Finding>();
        var complaints = new List<Finding>();
        foreach (PluginDescription description in host.Catalog.Plugins)
        {
            var told = new List<Finding>();
            string? error = host.Load(description.Name, out Plugin? plugin)?.Message;
            error ??= plugin!.Describe(path, told)?.Message;
            if (error is not null)
                told.Add(new Finding(FindingLevel.Error, description.Name, error));
            bool reads = told.Count > 0 && told.TrueForAll(finding => finding.Level != FindingLevel.Error);
            if (reads)
                readers.Add(new Finding(FindingLevel.Ok, "backend", description.Name));
            (reads ? readers : complaints).AddRange(told);
        }
        if (readers.Count > 0)
            return readers;
        return complaints.Count > 0
            ? complaints
            : [new Finding(FindingLevel.Error, "model", "no backend here knows this file; see policygate plugins")];
    }
}
