using PolicyGate.Shared;

namespace PolicyGate.Gateway.Configuration;

/// <summary>Collects every error, so that an operator mends all of them at once.</summary>
internal sealed class ConfigurationErrors(Func<string, string?> sourceOf)
{
    private readonly List<ConfigurationError> _errors = [];

    /// <summary>Errors of configurations that were not read from anywhere.</summary>
    public ConfigurationErrors() : this(_ => null)
    {
    }

    public IReadOnlyList<ConfigurationError> All => _errors;

    public bool Any => _errors.Count > 0;

    /// <summary>
    /// Adds one, unless something at or below the same key was wrong already: that would be its echo.
    /// </summary>
    public void Add(string path, string message)
    {
        foreach (ConfigurationError error in _errors)
        {
            if (path.Length > 0 && ConfigurationLayers.IsAtOrBelow(error.Path, path))
                return;
        }
        _errors.Add(new ConfigurationError(path, message, sourceOf(path)));
    }

    /// <summary>Adds one about what a source says that is not to be heard.</summary>
    public void AddRefused(string source, string path, string message) =>
        _errors.Add(new ConfigurationError(path, message, source));

    /// <summary>A name that should be one of those known: says which is nearest.</summary>
    public void AddUnknown(string path, string what, string found, IEnumerable<string> known) =>
        Add(path, $"{what} '{found}'; {NearestName.Advice(found, [.. known])}");
}
