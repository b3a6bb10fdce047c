using System.Text.RegularExpressions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>The suite's models are those that the committed script makes.</summary>
public sealed partial class ContractModelsTests
{
    private static string[] Folders =>
        [.. Directory.EnumerateDirectories(Repository.At("tests/data/contract")).Select(f => Path.GetFileName(f)!)
            .Order(StringComparer.Ordinal)];

    [Fact]
    public void The_scripts_models_are_the_folders_and_each_is_a_case()
    {
        string script = File.ReadAllText(Repository.At("tools/make_contract_models.py"));
        string[] made = [.. Registration().Matches(script).Select(match => match.Groups["name"].Value), "act-tiny"];

        made.Order(StringComparer.Ordinal).ShouldBe(Folders);
        Folders.Except(ContractCases.All.Select(tested => tested.Policy.Name)).ShouldBeEmpty();
    }

    [Fact]
    public void They_are_small()
    {
        Directory.EnumerateFiles(Repository.At("tests/data/contract"), "*", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length).ShouldBeLessThan(2 << 20);
    }

    [Fact]
    public void Cases_have_names_of_their_own()
    {
        ContractCases.All.Select(tested => tested.ToString()).ShouldBeUnique();
    }

    [GeneratedRegex("""^@model\("(?<name>[^"]+)"\)""",
        RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Registration();
}
