namespace PolicyGate.Bench.Engines;

/// <summary>A program that runs a model, in one way or in several.</summary>
/// <param name="Backend">Whose engine it is.</param>
/// <param name="Kinds">In which ways; it takes them in turn, run by run.</param>
/// <param name="Path">What is started.</param>
/// <param name="Arguments">With these.</param>
internal sealed record EngineProgram(
    string Backend, IReadOnlyList<LoopKind> Kinds, string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>The bench itself, in another process.</summary>
    public static EngineProgram Own(string backend, IReadOnlyList<LoopKind> kinds, string policyFolder) => new(
        backend, kinds, Environment.ProcessPath!,
        [
            "engines", "loop", "--backend", backend, "--policy", policyFolder,
            .. kinds.SelectMany(kind => (string[])["--kind", $"{kind}"]),
        ]);

    /// <summary>The same, for one of its ways alone.</summary>
    public EngineProgram Alone(LoopKind kind, string policyFolder) =>
        Kinds.Count == 1 ? this : Own(Backend, [kind], policyFolder);
}
