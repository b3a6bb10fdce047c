namespace PolicyGate.Gateway.Configuration;

/// <summary>How a policy's worker processes are to be.</summary>
/// <param name="Spare">Whether a second one stands by, warm.</param>
/// <param name="Environment">Variables beside the gateway's own.</param>
/// <param name="LibraryPath">Folders for native libraries, before the system's; null for none.</param>
/// <param name="MemoryBytes">How much memory one may take; null for no limit.</param>
internal sealed record WorkerConfig(
    bool Spare, IReadOnlyDictionary<string, string> Environment, string? LibraryPath, long? MemoryBytes)
{
    // .NET alone, with nothing loaded, has some 60 MiB of private memory.
    private const long LeastMemoryBytes = 128L << 20;

    /// <summary>As it is where nothing is said of it.</summary>
    public static WorkerConfig Plain { get; } =
        new(Spare: true, new Dictionary<string, string>(), LibraryPath: null, MemoryBytes: null);

    /// <returns>Null where the policy is to run in the gateway's process.</returns>
    public static WorkerConfig? Create(string path, PolicyOptions options, ConfigurationErrors errors)
    {
        if (options.Isolation is not PolicyIsolation.Process)
        {
            foreach (string key in OnlyOfWorkers(options))
                errors.Add($"{path}:{key}", "holds for a worker process alone; set Isolation to Process as well");
            return null;
        }
        foreach (string name in options.Environment.Keys.Where(name => name.Contains('=', StringComparison.Ordinal)))
            errors.Add($"{path}:Environment:{name}", "a variable's name has no '='");
        if (options.MemoryBytes < LeastMemoryBytes)
        {
            errors.Add($"{path}:MemoryBytes",
                $"expected at least {LeastMemoryBytes}, which is little more than .NET itself, found"
                + $" {options.MemoryBytes}");
        }
        return new WorkerConfig(options.Spare, options.Environment, options.LibraryPath, options.MemoryBytes);
    }

    private static IEnumerable<string> OnlyOfWorkers(PolicyOptions options)
    {
        if (options.Environment.Count > 0)
            yield return nameof(options.Environment);
        if (options.LibraryPath is not null)
            yield return nameof(options.LibraryPath);
        if (options.MemoryBytes is not null)
            yield return nameof(options.MemoryBytes);
    }
}
