using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Why one folder under the plugin folder is not a plugin that can be used.</summary>
/// <param name="Folder">The folder, absolute.</param>
/// <param name="Name">The backend's name where the metadata told it, else the folder's.</param>
/// <param name="Error">What was wrong and how to mend it.</param>
internal sealed record PluginProblem(string Folder, string Name, GatewayError Error);
