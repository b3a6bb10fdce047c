namespace PolicyGate.Gateway.Plugins;

/// <summary>Where a plugin's files are loaded from.</summary>
/// <param name="Folder">The private copy, or the plugin's own folder where no copy could be made.</param>
/// <param name="InUse">The lock that keeps other processes from removing the copy while this one runs.</param>
/// <param name="Digest">Of what lies there.</param>
internal sealed record PluginCopy(string Folder, FileStream? InUse, string? Digest = null);
