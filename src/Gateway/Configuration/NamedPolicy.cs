namespace PolicyGate.Gateway.Configuration;

/// <summary>A policy that the command line names.</summary>
/// <param name="Name">By which <c>--set</c> reaches it: <c>Policies:NAME:…</c>.</param>
/// <param name="Folder">Of the policy, relative to the working folder or absolute.</param>
/// <param name="Backend">What runs it.</param>
internal sealed record NamedPolicy(string Name, string Folder, string Backend);
