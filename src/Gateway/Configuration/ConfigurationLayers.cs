using Microsoft.Extensions.Configuration;

namespace PolicyGate.Gateway.Configuration;

/// <summary>
/// Sources in rising precedence. Knows which one a key comes from, for messages and for relative paths.
/// </summary>
internal sealed class ConfigurationLayers
{
    private readonly List<ConfigurationLayer> _layers = [];

    public void Add(ConfigurationLayer layer) => _layers.Add(layer);

    /// <summary>Adds one below all others.</summary>
    public void AddWeakest(ConfigurationLayer layer) => _layers.Insert(0, layer);

    /// <summary>Forgets all keys so far for which this is true.</summary>
    public void Remove(Predicate<string> key)
    {
        foreach (ConfigurationLayer layer in _layers)
        {
            foreach (string found in layer.Values.Keys.Where(k => key(k)).ToArray())
                layer.Values.Remove(found);
        }
    }

    /// <summary>The names that some layer has a key for below this one, each once.</summary>
    public IReadOnlyList<string> NamesBelow(string path) =>
    [
        .. _layers.SelectMany(layer => layer.Values.Keys)
            .Where(key => key.Length > path.Length && IsAtOrBelow(key, path))
            .Select(key => key[(path.Length + 1)..].Split(':')[0])
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>
    /// The layer with the last word on a key or on something below it; null where none says anything.
    /// </summary>
    public ConfigurationLayer? Origin(string path) =>
        _layers.FindLast(layer => layer.Values.Keys.Any(key => IsAtOrBelow(key, path)));

    /// <summary>
    /// What an error about a key calls its source; of a missing key, that of the section it is missing in.
    /// </summary>
    public string? SourceOf(string path)
    {
        while (path.Length > 0)
        {
            if (Origin(path) is ConfigurationLayer layer)
                return layer.Name(path);
            path = path[..Math.Max(path.LastIndexOf(':'), 0)];
        }
        return null;
    }

    public IConfigurationRoot Build()
    {
        var builder = new ConfigurationBuilder();
        foreach (ConfigurationLayer layer in _layers)
            builder.AddInMemoryCollection(layer.Values);
        return builder.Build();
    }

    public static bool IsAtOrBelow(string key, string path) =>
        key.StartsWith(path, StringComparison.OrdinalIgnoreCase)
        && (key.Length == path.Length || key[path.Length] == ':');
}
