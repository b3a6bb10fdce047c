using System.Xml.Linq;

namespace PolicyGate.Tests.Tidy;

/// <summary>Which assembly may know which: the table of assemblies in the design.</summary>
internal static class ReferenceRules
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Abstractions"] =
            ["Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.Logging.Abstractions"],
        ["Formats"] = [],
        ["RobotClient"] = ["Formats", "System.CommandLine"],
        ["Robot"] = ["RobotClient"],
    };

    public static IEnumerable<TidyFinding> Check(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        foreach (XElement element in XDocument.Load(Repository.At(project)).Descendants())
        {
            string include = (element.Attribute("Include")?.Value ?? "").Replace('\\', '/');
            bool isProject = element.Name.LocalName == "ProjectReference";
            if (!isProject && element.Name.LocalName != "PackageReference")
                continue;
            string reference = isProject ? Path.GetFileNameWithoutExtension(include) : include;
            if (Objection(project, name, isProject ? include : "", reference) is string objection)
                yield return new("references", project, 1, $"references {reference}; {objection}");
        }
    }

    private static string? Objection(string project, string name, string referencedProject, string reference)
    {
        if (project.StartsWith("src/", StringComparison.Ordinal) && referencedProject.Contains("/plugins/"))
            return "the host knows no plugin";
        if (Allowed.TryGetValue(name, out string[]? allowed) && !allowed.Contains(reference))
            return $"{name} may know only {(allowed.Length == 0 ? "the framework" : string.Join(", ", allowed))}";
        bool isPlugin = project.StartsWith("plugins/", StringComparison.Ordinal);
        return isPlugin && referencedProject.Contains("/src/") && reference != "Abstractions"
            ? "a plugin knows only Abstractions, which eng/Plugin.props gives it"
            : null;
    }
}
