namespace PolicyGate.Abstractions;

/// <summary>What exactly runs: what a recording says has answered.</summary>
/// <param name="Engine">As <c>ONNX Runtime</c>.</param>
/// <param name="Version">The engine's version.</param>
/// <param name="Properties">Whatever else tells two runs apart: execution provider, threads, precision.</param>
public sealed record PolicyIdentity(string Engine, string Version, IReadOnlyDictionary<string, string> Properties);
