using System.Text.Json;
using PolicyGate.Formats;
using PolicyGate.Shared;

namespace PolicyGate.Gateway.Policies;

/// <summary>A place in a policy folder's JSON: its value, its path, and where what is wrong with it is told.</summary>
internal readonly record struct JsonField(
    JsonElement Value, string Path, ICollection<string> Errors, string File = PolicyFolderReader.FileName)
{
    private const int ShownCharacters = 40;

    /// <summary>What stands there, short enough for a message.</summary>
    public string Found => Value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {Value.GetArrayLength()}",
        _ when Value.GetRawText() is { Length: > ShownCharacters } text => $"{text[..ShownCharacters]}…",
        _ => Value.GetRawText(),
    };

    public void Fail(string message) =>
        Errors.Add(Printable.Text(Path.Length == 0 ? $"{File}: {message}" : $"{File} {Path}: {message}"));

    public void FailExpected(string expected) => Fail($"expected {expected}, found {Found}");

    public bool Is(JsonValueKind kind, string expected)
    {
        if (Value.ValueKind == kind)
            return true;
        FailExpected(expected);
        return false;
    }

    /// <summary>The value of a key; null where this object does not have it.</summary>
    public JsonField? Find(string key) =>
        Value.TryGetProperty(key, out JsonElement value) ? At(key, value) : null;

    /// <summary>The value of a key; null, which is an error, where this object does not have it.</summary>
    public JsonField? Require(string key, string expected)
    {
        JsonField? field = Find(key);
        if (field is null)
            Fail($"expected the key '{key}' ({expected}), found none");
        return field;
    }

    /// <summary>The keys and values of this object.</summary>
    public IEnumerable<KeyValuePair<string, JsonField>> Members()
    {
        foreach (JsonProperty property in Value.EnumerateObject())
            yield return new(property.Name, At(property.Name, property.Value));
    }

    /// <summary>The items of this list.</summary>
    public IEnumerable<JsonField> Items()
    {
        int index = 0;
        foreach (JsonElement item in Value.EnumerateArray())
            yield return this with { Value = item, Path = $"{Path}[{index++}]" };
    }

    /// <summary>Makes an error of each key of this object that is not known.</summary>
    public void AllowOnly(params string[] known)
    {
        foreach ((string key, JsonField member) in Members())
        {
            if (!known.Contains(key, StringComparer.Ordinal))
                member.Fail($"unknown key; {NearestName.Advice(key, known)}");
        }
    }

    /// <summary>Text that is not empty; null, which is an error, for anything else.</summary>
    public string? Text(string expected)
    {
        if (Value.ValueKind is JsonValueKind.String && Value.GetString() is { Length: > 0 } text)
            return text;
        FailExpected(expected);
        return null;
    }

    /// <summary>One of a few words; null, which is an error, for anything else.</summary>
    /// <param name="known">The words.</param>
    /// <param name="later">Words that mean something which is not done yet.</param>
    public string? Word(string[] known, params string[] later)
    {
        string expected = string.Join(" or ", known.Select(word => $"\"{word}\""));
        if (Value.ValueKind is not JsonValueKind.String)
        {
            FailExpected(expected);
            return null;
        }
        string word = Value.GetString()!;
        if (known.Contains(word, StringComparer.Ordinal))
            return word;
        if (later.Contains(word, StringComparer.Ordinal))
            Fail($"\"{word}\" is not supported yet; supported are {expected}");
        else
            Fail($"expected {expected}, found {Found}; {NearestName.Advice(word, [.. known, .. later])}");
        return null;
    }

    /// <summary>A number within bounds, both included; null, which is an error, for anything else.</summary>
    public double? Number(double minimum, double maximum, string? expected = null)
    {
        if (Value.ValueKind is JsonValueKind.Number && Value.TryGetDouble(out double number)
            && number >= minimum && number <= maximum)
        {
            return number;
        }
        FailExpected(expected ?? $"a number from {minimum} to {maximum}");
        return null;
    }

    private JsonField At(string key, JsonElement value) =>
        this with { Value = value, Path = Path.Length == 0 ? key : $"{Path}.{key}" };
}
