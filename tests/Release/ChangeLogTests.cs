using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PolicyGate.Tests.Release;

/// <summary>Places that name the version to be released agree.</summary>
public sealed partial class ChangeLogTests
{
    private static readonly string Next = XDocument.Load(Repository.At("Directory.Build.props"))
        .Descendants("Version").Single().Value;

    [Fact]
    public void The_version_to_be_released_has_its_section_and_is_the_newest()
    {
        string[] sections = [.. Section().Matches(File.ReadAllText(Repository.At("CHANGELOG.md")))
            .Select(section => section.Groups["version"].Value)];
        sections.ShouldContain(Next);
        sections.Where(section => section != "Unreleased").Select(System.Version.Parse)
            .ShouldBe(sections.Where(section => section != "Unreleased").Select(System.Version.Parse).OrderDescending());
        sections.First(section => section != "Unreleased").ShouldBe(Next);
    }

    [Fact]
    public void The_template_asks_for_the_package_of_that_version()
    {
        XDocument.Load(Repository.At("samples/backend-template/EchoBackend.csproj")).Descendants("PackageReference")
            .Single(package => package.Attribute("Include")!.Value == "PolicyGate.Abstractions")
            .Attribute("Version")!.Value.ShouldBe(Next);
    }

    [GeneratedRegex(@"^## \[(?<version>[^\]]+)\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();
}
