using Microsoft.Extensions.Configuration;
using PolicyGate.Plugins;
using PolicyGate.Shared;

namespace PolicyGate.Onnx;

/// <summary>
/// Reads <c>ExecutionProviders</c>: each entry a word, or <c>{ "Name": "Cuda", "Options": { "use_tf32": "1" } }</c>.
/// </summary>
internal static class ProviderListReader
{
    private const string Key = nameof(OnnxOptions.ExecutionProviders);
    private const string Name = "Name";
    private const string Options = "Options";

    private static readonly string[] Words = Enum.GetNames<ProviderKind>();

    public static IReadOnlyList<ProviderChoice> Read(IConfiguration options, OptionReader reader)
    {
        IConfigurationSection section = options.GetSection(Key);
        List<ProviderChoice> choices = [];
        if (section.Value is { Length: > 0 } single)
            Add(Kind(Key, single, reader), choices, Key, reader);
        foreach (IConfigurationSection entry in section.GetChildren())
        {
            string place = $"{Key}:{entry.Key}";
            Add(Entry(entry, place, reader), choices, place, reader);
        }
        return choices;
    }

    private static void Add(ProviderChoice? choice, List<ProviderChoice> choices, string place, OptionReader reader)
    {
        if (choice is null)
            return;
        if (choices.Any(other => other.Kind == choice.Kind))
            reader.Fail(place, $"names {choice.Kind} for the second time");
        else if (choices.Any(other => !other.IsGpu))
            reader.Fail(place, $"names {choice.Kind} after Cpu, which runs every operator; let Cpu be the last");
        else
            choices.Add(choice);
    }

    private static ProviderChoice? Entry(IConfigurationSection entry, string place, OptionReader reader)
    {
        if (entry.Value is { } word)
            return Kind(place, word, reader);
        string? name = null;
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        foreach (IConfigurationSection member in entry.GetChildren())
        {
            if (member.Key.Equals(Name, StringComparison.OrdinalIgnoreCase))
                name = member.Value;
            else if (member.Key.Equals(Options, StringComparison.OrdinalIgnoreCase))
                ReadOptions(member, $"{place}:{Options}", options, reader);
            else
            {
                string advice = NearestName.Advice(member.Key, [Name, Options]);
                reader.Fail($"{place}:{member.Key}", $"is not known; {advice}");
            }
        }
        if (name is null)
        {
            reader.Fail(place, $"must be one of {string.Join(", ", Words)}, or an object with such a {Name}");
            return null;
        }
        ProviderChoice? choice = Kind($"{place}:{Name}", name, reader);
        if (choice is null)
            return null;
        foreach (string key in options.Keys)
        {
            if (ProviderKeys.Objection(choice.Kind, key) is { } objection)
                reader.Fail($"{place}:{Options}:{key}", objection);
        }
        return choice with { Options = options };
    }

    private static void ReadOptions(
        IConfigurationSection section, string place, Dictionary<string, string> options, OptionReader reader)
    {
        if (section.Value is { Length: > 0 } text)
            reader.Fail(place, $"must be an object of ONNX Runtime's options, found '{text}'");
        foreach (IConfigurationSection member in section.GetChildren())
        {
            if (member.Value is { } value)
                options[member.Key] = ToEngine(value);
            else
                reader.Fail($"{place}:{member.Key}", "must be one value, found a list, an object or nothing");
        }
    }

    /// <summary>JSON's <c>true</c> comes as <c>True</c>; the engine's word for it is <c>1</c>.</summary>
    private static string ToEngine(string value) => bool.TryParse(value, out bool flag) ? (flag ? "1" : "0") : value;

    private static ProviderChoice? Kind(string place, string word, OptionReader reader)
    {
        int index = Array.FindIndex(Words, known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return new ProviderChoice(Enum.Parse<ProviderKind>(Words[index]));
        reader.Fail(place, $"is '{word}'; {NearestName.Advice(word, Words)}");
        return null;
    }
}
