namespace PolicyGate.Gateway.Configuration;

/// <summary>What was read, whether it can be used or not.</summary>
/// <param name="File">The configuration file, absolute; null where there is none.</param>
/// <param name="Options">As far as they could be bound.</param>
/// <param name="PluginFolder">Absolute; good enough to list plugins when something else is wrong.</param>
/// <param name="Config">Null where there are errors.</param>
/// <param name="Errors">All that is wrong, each once.</param>
internal sealed record LoadedConfiguration(
    string? File,
    RootOptions Options,
    string PluginFolder,
    GatewayConfig? Config,
    IReadOnlyList<ConfigurationError> Errors)
{
    /// <summary>The policy folder's own file, absolute; null where it has none, or it is <see cref="File"/>.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>All keys that are said somewhere, with the value that holds.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The files that it was read from, for people.</summary>
    public string Source => (PolicyFile, File) switch
    {
        (null, null) => "the command line",
        ({ } own, { } file) => $"{file}, with {own} below it,",
        _ => PolicyFile ?? File!,
    };
}
