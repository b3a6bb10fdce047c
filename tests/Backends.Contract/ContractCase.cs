namespace PolicyGate.Tests.Backends.Contract;

/// <summary>One backend with one policy of its own.</summary>
/// <param name="Backend">Its name; the plugin is in <c>artifacts/plugins</c> or <c>artifacts/test-plugins</c>.</param>
/// <param name="Policy">A policy folder below <c>tests/data</c>.</param>
/// <param name="LoadsFile">Whether it runs a model file of the policy's.</param>
/// <param name="Mistyped">An option that the backend does not know.</param>
/// <param name="Meant">The option whose name is nearest to it.</param>
public sealed record ContractCase(
    string Backend, string Policy, bool LoadsFile, string Mistyped, string Meant)
{
    /// <summary>Options that it needs here, as the paths of libraries.</summary>
    public IReadOnlyList<(string Key, string Value)> Options { get; init; } = [];

    public string Device { get; init; } = "cpu";

    public override string ToString() => $"{Backend} {Path.GetFileName(Policy)}";
}
