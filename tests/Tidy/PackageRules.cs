using System.Xml.Linq;

namespace PolicyGate.Tests.Tidy;

/// <summary>Every package is used, and docs/dependencies.md says why.</summary>
internal static class PackageRules
{
    private const string Versions = "Directory.Packages.props";

    public static IEnumerable<TidyFinding> Check()
    {
        string page = File.ReadAllText(Repository.At("docs/dependencies.md"));
        string users = string.Concat(SourceTree.Projects
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.props"))
            .Concat(Directory.EnumerateFiles(Repository.At("eng"), "*.props"))
            .Where(path => !path.EndsWith(Versions, StringComparison.Ordinal))
            .Select(path => File.ReadAllText(Repository.At(path))));
        TidyFinding Wrong(string message) => new("packages", Versions, 1, message);
        foreach (XElement version in XDocument.Load(Repository.At(Versions)).Descendants("PackageVersion"))
        {
            string name = version.Attribute("Include")!.Value;
            if (!page.Contains($"| `{name}` |", StringComparison.Ordinal))
                yield return Wrong($"{name} has no line in docs/dependencies.md; say why it is here");
            if (!users.Contains($"PackageReference Include=\"{name}\"", StringComparison.Ordinal))
                yield return Wrong($"nothing uses {name}; remove it");
        }
    }
}
