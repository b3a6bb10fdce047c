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
        System.Version[] sections =
        [
            .. Section().Matches(File.ReadAllText(Repository.At("CHANGELOG.md")))
                .Select(section => section.Groups["version"].Value)
                .Where(section => section != "Unreleased")
                .Select(System.Version.Parse),
        ];
        sections[0].ShouldBe(System.Version.Parse(Next));
        sections.ShouldBe(sections.OrderDescending());
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
