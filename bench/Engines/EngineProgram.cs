using System.Globalization;

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
    /// <param name="backend">Whose engine it is.</param>
    /// <param name="kinds">In which ways.</param>
    /// <param name="policyFolder">What it runs.</param>
    /// <param name="pauseMilliseconds">Before each run, as a robot's rate leaves it.</param>
    public static EngineProgram Own(
        string backend, IReadOnlyList<LoopKind> kinds, string policyFolder, int pauseMilliseconds) => new(
        backend, kinds, Environment.ProcessPath!,
        [
            "engines", "loop", "--backend", backend, "--policy", policyFolder,
            "--pause", pauseMilliseconds.ToString(CultureInfo.InvariantCulture),
            .. kinds.SelectMany(kind => (string[])["--kind", $"{kind}"]),
        ]);

    /// <summary>The same, for one of its ways alone.</summary>
    public EngineProgram Alone(LoopKind kind, string policyFolder) =>
        Kinds.Count == 1 ? this : Own(Backend, [kind], policyFolder, pauseMilliseconds: 0);
}
