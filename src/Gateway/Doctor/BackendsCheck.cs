using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Doctor;

/// <summary>What each backend finds on this machine. Those that no policy names hinder nobody.</summary>
internal static class BackendsCheck
{
    private const string Mend = "policygate plugins tells more; ./run builds the plugins that PolicyGate brings";

    /// <param name="host">The plugins.</param>
    /// <param name="needed">The backends of the configured policies.</param>
    /// <param name="diagnosis">Receives the findings.</param>
    public static void Run(PluginHost host, IReadOnlyCollection<string> needed, Diagnosis diagnosis)
    {
        if (host.Catalog.FolderError is { } error)
        {
            diagnosis.Hinder("plugins", error.Message, "PluginFolder names another; ./run builds those of a checkout");
            return;
        }
        foreach (PluginProblem problem in host.Catalog.Problems)
            diagnosis.Add(LevelOf(problem.Name, needed), $"plugin {problem.Name}", problem.Error.Message, Mend);
        foreach (PluginDescription plugin in host.Catalog.Plugins)
            Ask(host, plugin, LevelOf(plugin.Name, needed), diagnosis);
    }

    private static void Ask(PluginHost host, PluginDescription description, DoctorLevel fault, Diagnosis diagnosis)
    {
        var told = new List<Finding>();
        string subject = $"plugin {description.Name}";
        if ((host.Load(description.Name, out Plugin? plugin) ?? plugin!.Diagnose(told)) is GatewayError unusable)
        {
            diagnosis.Add(fault, subject, unusable.Message, Mend);
            return;
        }
        diagnosis.Good(subject, $"{description.AssemblyVersion}, from {description.Folder}");
        foreach (Finding finding in told)
        {
            DoctorLevel level = finding.Level switch
            {
                FindingLevel.Ok => DoctorLevel.Ok,
                FindingLevel.Warning => DoctorLevel.Warning,
                _ => fault,
            };
            // A backend says in the text how to mend it.
            diagnosis.Add(level, $"{description.Name}: {finding.Subject}", finding.Text, mend: null);
        }
    }

    private static DoctorLevel LevelOf(string backend, IReadOnlyCollection<string> needed) =>
        needed.Contains(backend, StringComparer.OrdinalIgnoreCase) ? DoctorLevel.Error : DoctorLevel.Warning;
}
