namespace PolicyGate.Bench.Engines;

/// <summary>One way to run a model.</summary>
/// <param name="Backend">Whose bare loop it is held against.</param>
/// <param name="Kind">How much of PolicyGate is around it.</param>
/// <param name="Program">What is started.</param>
/// <param name="Arguments">With these.</param>
internal sealed record EngineRow(string Backend, LoopKind Kind, string Program, IReadOnlyList<string> Arguments)
{
    public string Name => $"{Backend} {Kind.ToString().ToLowerInvariant()}";

    /// <summary>The bench itself, in another process.</summary>
    public static EngineRow Own(string backend, LoopKind kind, string policyFolder) => new(
        backend, kind, Environment.ProcessPath!,
        ["engines", "loop", "--kind", $"{kind}", "--backend", backend, "--policy", policyFolder]);
}
