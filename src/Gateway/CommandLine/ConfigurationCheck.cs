using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>All that can be found wrong without loading a model or opening a socket.</summary>
internal static class ConfigurationCheck
{
    /// <summary>The configuration's own errors; where it has none, those of the policy folders and backends' options.</summary>
    public static IReadOnlyList<ConfigurationError> Run(LoadedConfiguration loaded) => loaded.Errors;
}
