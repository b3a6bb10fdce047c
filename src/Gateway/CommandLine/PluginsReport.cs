namespace PolicyGate.Gateway.CommandLine;

/// <summary>What <c>plugins --json</c> prints.</summary>
/// <param name="Folder">The plugin folder, absolute.</param>
/// <param name="Ok">Whether every plugin there can be used.</param>
/// <param name="Error">Why the folder as a whole cannot be read; null where it can.</param>
/// <param name="Plugins">Those that can be used first.</param>
internal sealed record PluginsReport(string Folder, bool Ok, string? Error, IReadOnlyList<PluginReport> Plugins);
