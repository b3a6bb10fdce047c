using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies.LeRobot;

namespace PolicyGate.Gateway.Policies;

/// <summary>Which backend runs a policy folder where nobody has named one.</summary>
internal static class BackendChoice
{
    private const string Default = ServeOverrides.DefaultBackend;

    /// <summary>
    /// The only plugin that there is; else the only one whose model is there; else <c>Onnx</c>, where it is one of
    /// several.
    /// </summary>
    /// <param name="folder">The policy's, absolute.</param>
    /// <param name="pluginFolder">Absolute.</param>
    /// <param name="limits">Of what is read of the policy's folder.</param>
    /// <param name="undecided">What is there on both sides, where nothing can be chosen.</param>
    /// <returns>A name also where something is wrong with either folder: loading says what, once.</returns>
    public static string? For(string folder, string pluginFolder, LimitsOptions limits, out string? undecided)
    {
        undecided = null;
        string[] plugins = [.. PluginCatalog.Scan(pluginFolder).Plugins.Select(plugin => plugin.Name)];
        if (plugins.Length < 2)
            return plugins.Length == 1 ? plugins[0] : Default;
        if (PolicyFolderReader.Read(folder, limits, errors: []) is not { } policy)
            return plugins.Contains(Default, StringComparer.OrdinalIgnoreCase) ? Default : plugins[0];
        string[] able = [.. plugins.Where(plugin => HasModel(policy, plugin))];
        if (able.Length == 1)
            return able[0];
        if (able.Contains(Default, StringComparer.OrdinalIgnoreCase))
            return Default;
        undecided = "missing: --backend NAME, or a folder's own appsettings.json, says which plugin runs it;"
            + $" there are {string.Join(", ", plugins)}, and the folder has {Models(policy)}";
        if (able.Length == 0 && policy.Type is not null)
            undecided += $"; {CheckpointModels.HowToMake(folder)}";
        return null;
    }

    private static bool HasModel(PolicyDescription policy, string plugin) =>
        ModelFiles.Choose(policy, plugin, out string? path) is null && path is not null;

    private static string Models(PolicyDescription policy) => policy.Models.Count == 0
        ? "no model for a backend by name"
        : "models for " + string.Join(", ", policy.Models.Keys.Select(
            backend => HasModel(policy, backend) ? backend : $"{backend} (not there)"));
}
