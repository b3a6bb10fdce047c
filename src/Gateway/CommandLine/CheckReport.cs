using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>What <c>check --json</c> prints.</summary>
/// <param name="Ok">Whether there is no error.</param>
/// <param name="File">The configuration file; null where there is none.</param>
/// <param name="Errors">Each with the key's path, the message and the source that says so.</param>
internal sealed record CheckReport(bool Ok, string? File, IReadOnlyList<ConfigurationError> Errors);
