namespace PolicyGate.Gateway.Configuration;

/// <summary>Where a configuration comes from: the command line's part, and the surroundings it is read in.</summary>
internal sealed record ConfigurationRequest
{
    /// <summary><c>--config</c>: the file; null to look in the usual places.</summary>
    public string? File { get; init; }

    /// <summary><c>--set</c>: each <c>Key:Sub=Value</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>
    /// What a recording says of policies, routes, wires, robots and chunks: full keys, which take the place of what is
    /// configured of these; null where nothing is played again.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Recorded { get; init; }

    /// <summary><c>--policy</c>: the one policy to serve, in place of those configured.</summary>
    public string? Policy { get; init; }

    /// <summary><c>--backend</c>: what runs <see cref="Policy"/>.</summary>
    public string? Backend { get; init; }

    /// <summary><c>--isolation</c>: of <see cref="Policy"/>, or of every policy configured; null leaves it as it
    /// is.</summary>
    public string? Isolation { get; init; }

    /// <summary>Policies by name that are there in place of those configured, a route for each.</summary>
    public IReadOnlyList<NamedPolicy> Policies { get; init; } = [];

    /// <summary><c>--socket</c>: sockets to make; these, <see cref="Connect"/> and <see cref="LeRobot"/> replace the
    /// wires configured.</summary>
    public IReadOnlyList<string> Sockets { get; init; } = [];

    /// <summary><c>--connect</c>: sockets to connect to.</summary>
    public IReadOnlyList<string> Connect { get; init; } = [];

    /// <summary><c>--lerobot</c>: endpoints for LeRobot robots.</summary>
    public IReadOnlyList<string> LeRobot { get; init; } = [];

    /// <summary><c>--record</c>: folder that every route is recorded into; null leaves it as it is.</summary>
    public string? Record { get; init; }

    public string WorkingFolder { get; init; } = Directory.GetCurrentDirectory();

    public string ProgramFolder { get; init; } = AppContext.BaseDirectory;

    public IReadOnlyDictionary<string, string> Environment { get; init; } = ReadEnvironment();

    private static Dictionary<string, string> ReadEnvironment()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return variables;
    }
}
