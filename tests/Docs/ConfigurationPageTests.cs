using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Docs;

/// <summary>docs/configuration.md has a table row <c>| `Full:Key` | default | meaning |</c> for each key and no
/// other.</summary>
public sealed partial class ConfigurationPageTests
{
    [Fact]
    public void The_page_has_every_key_with_its_default_and_no_other_key()
    {
        Dictionary<string, string> page = KeysOfPage();
        Dictionary<string, string> options = [];
        Collect("", new RootOptions(), options);

        page.Keys.Except(options.Keys).ShouldBeEmpty("keys on the page that do not exist");
        options.Keys.Except(page.Keys).ShouldBeEmpty("keys that the page does not have");
        foreach ((string key, string value) in options)
            page[key].ShouldBe(value, $"the default of {key} on the page");
    }

    [Fact]
    public void Every_key_has_a_meaning_on_the_page()
    {
        foreach (Match row in Rows())
            row.Groups["meaning"].Value.Trim().Length.ShouldBeGreaterThan(20, row.Groups["key"].Value);
    }

    [Fact]
    public void The_example_at_the_root_passes_the_strict_check()
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationRequest
        {
            File = Repository.At("appsettings.json"),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        });

        loaded.Errors.ShouldBeEmpty();
        loaded.Config.ShouldNotBeNull().PluginFolder.ShouldBe(Repository.At("artifacts/plugins"));
    }

    [Fact]
    public void The_pages_json_examples_pass_the_strict_check()
    {
        string page = File.ReadAllText(Repository.At("docs/configuration.md"));
        MatchCollection examples = JsonBlock().Matches(page);
        examples.Count.ShouldBeGreaterThan(0);
        foreach (Match example in examples)
        {
            string file = Path.GetTempFileName();
            File.WriteAllText(file, example.Groups["json"].Value);
            LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationRequest
            {
                File = file,
                Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            });
            File.Delete(file);
            loaded.Errors.ShouldBeEmpty(example.Value);
        }
    }

    private static MatchCollection Rows() => Row().Matches(File.ReadAllText(Repository.At("docs/configuration.md")));

    private static Dictionary<string, string> KeysOfPage() =>
        Rows().ToDictionary(row => row.Groups["key"].Value, row => row.Groups["default"].Value.Trim().Trim('`'));

    /// <summary>Leaves of the options: NAME stands for a name of the operator's choice, N for a place in a
    /// list.</summary>
    private static void Collect(string prefix, object options, Dictionary<string, string> keys)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties())
        {
            string key = $"{prefix}{property.Name}";
            Type type = property.PropertyType;
            object? value = property.GetValue(options);
            Type? element = value switch
            {
                IDictionary => type.GenericTypeArguments[1],
                IList => type.GenericTypeArguments[0],
                _ => null,
            };
            if (element?.Namespace == typeof(RootOptions).Namespace)
                Collect($"{key}:{(value is IDictionary ? "NAME" : "N")}:", Activator.CreateInstance(element!)!, keys);
            else if (value is IDictionary)
                keys.Add($"{key}:NAME", "");
            else if (IsSection(type))
                Collect($"{key}:", value!, keys);
            else
                keys.Add(key, DefaultOf(value));
        }
    }

    private static bool IsSection(Type type) =>
        type is { IsClass: true, IsGenericType: false } && type != typeof(string)
        && type.Assembly == typeof(RootOptions).Assembly;

    private static string DefaultOf(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IList or null => "",
        TimeSpan time => time.ToString("c"),
        _ => value.ToString() ?? "",
    };

    [GeneratedRegex(@"^\| `(?<key>(?:Gateway|Logging):[^`]+)` \|(?<default>[^|]*)\|(?<meaning>[^|]*)\|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("```json\n(?<json>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex JsonBlock();
}
