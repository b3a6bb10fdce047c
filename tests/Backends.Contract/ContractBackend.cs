namespace PolicyGate.Tests.Backends.Contract;

/// <summary>A backend and the policies that it is tried with.</summary>
/// <param name="Name">As its plugin says; the plugin is in <c>artifacts/plugins</c> or
/// <c>artifacts/test-plugins</c>.</param>
/// <param name="Mistyped">An option that it does not know.</param>
/// <param name="Meant">The option whose name is nearest; null where it has none.</param>
/// <param name="Policies">Each is a case of its own.</param>
internal sealed record ContractBackend(
    string Name, string Mistyped, string? Meant, params ContractPolicy[] Policies)
{
    /// <summary>
    /// Why its native part is not on this machine, and the command that brings it in; null where it is. A plugin that
    /// was not built is no such reason: its cases fail.
    /// </summary>
    public Func<string?> Missing { get; init; } = () => null;
}
