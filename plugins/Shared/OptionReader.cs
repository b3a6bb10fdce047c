using System.Globalization;
using Microsoft.Extensions.Configuration;
using PolicyGate.Shared;

namespace PolicyGate.Plugins;

/// <summary>Reads a policy's <c>Options</c> strictly: each unknown key and impossible value is one sentence.</summary>
/// <remarks>Compiled into each plugin: a plugin references the contract and nothing else of PolicyGate.</remarks>
internal sealed class OptionReader
{
    private readonly IConfiguration _options;
    private readonly ICollection<string> _errors;
    private readonly string _path;

    public OptionReader(IConfiguration options, ICollection<string> errors, params ReadOnlySpan<string> known)
    {
        (_options, _errors) = (options, errors);
        _path = options is IConfigurationSection section ? section.Path : "Options";
        foreach (IConfigurationSection child in options.GetChildren())
        {
            if (!Contains(known, child.Key))
                errors.Add($"{_path}:{child.Key} is not an option of this backend; {Suggestion(known, child.Key)}");
        }
    }

    public string? Text(string key)
    {
        IConfigurationSection section = _options.GetSection(key);
        if (!section.GetChildren().Any())
            return section.Value;
        _errors.Add($"{_path}:{key} must be one value, found a list or an object");
        return null;
    }

    public int Whole(string key, int otherwise, int least, int most) => WholeOrNull(key, least, most) ?? otherwise;

    public int? WholeOrNull(string key, int least, int most)
    {
        string? text = Text(key);
        if (text is null)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= least && value <= most)
        {
            return value;
        }
        _errors.Add($"{_path}:{key} must be a whole number from {least} to {most}, found '{text}'");
        return null;
    }

    public double Number(string key, double otherwise, double least, double most) =>
        Text(key) is { } text ? Number(key, text, least, most) ?? otherwise : otherwise;

    /// <summary>A list of numbers; one plain number is a list of one.</summary>
    public IReadOnlyList<double> Numbers(string key, double least, double most)
    {
        IConfigurationSection section = _options.GetSection(key);
        if (section.Value is { } single)
            return [Number(key, single, least, most) ?? least];
        return [.. section.GetChildren()
            .Select(item => Number($"{key}:{item.Key}", item.Value ?? "", least, most) ?? least)];
    }

    public bool Flag(string key, bool otherwise)
    {
        string? text = Text(key);
        if (text is null)
            return otherwise;
        if (bool.TryParse(text, out bool value))
            return value;
        _errors.Add($"{_path}:{key} must be true or false, found '{text}'");
        return otherwise;
    }

    public T Choice<T>(string key, T otherwise) where T : struct, Enum
    {
        string? text = Text(key);
        if (text is null)
            return otherwise;
        // By name alone: Enum.TryParse would take "7" and "A,B" too.
        string[] names = Enum.GetNames<T>();
        int index = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return Enum.Parse<T>(names[index]);
        _errors.Add($"{_path}:{key} is '{text}'; {Suggestion(names, text)}");
        return otherwise;
    }

    /// <summary>A list of words; one plain value is a list of one.</summary>
    public IReadOnlyList<string> Words(string key, params ReadOnlySpan<string> known)
    {
        IConfigurationSection section = _options.GetSection(key);
        string[] words = section.Value is { } single
            ? [single]
            : [.. section.GetChildren().Select(child => child.Value ?? "")];
        foreach (string word in words)
        {
            if (!Contains(known, word))
                _errors.Add($"{_path}:{key} has '{word}'; {Suggestion(known, word)}");
        }
        return words;
    }

    /// <summary>For what only several options together show.</summary>
    public void Fail(string key, string fault) => _errors.Add($"{_path}:{key} {fault}");

    private double? Number(string key, string text, double least, double most)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value >= least && value <= most)
        {
            return value;
        }
        _errors.Add($"{_path}:{key} must be a number from {least} to {most}, found '{text}'");
        return null;
    }

    private static bool Contains(ReadOnlySpan<string> known, string key)
    {
        foreach (string name in known)
        {
            if (name.Equals(key, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static string Suggestion(ReadOnlySpan<string> known, string key)
    {
        string list = $"known are: {string.Join(", ", known.ToArray())}";
        string? nearest = NearestName.Of(key, [.. known]);
        return nearest is null ? list : $"did you mean '{nearest}'? {list}";
    }
}
