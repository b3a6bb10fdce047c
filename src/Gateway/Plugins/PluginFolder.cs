using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Finds the one DLL of a plugin's folder that carries <see cref="PolicyBackendAttribute"/>.</summary>
internal static class PluginFolder
{
    /// <summary>The plugin, or what hinders.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="plugin">Null where a problem is returned.</param>
    public static PluginProblem? Read(string folder, out PluginDescription? plugin)
    {
        plugin = null;
        List<PluginDescription> found = [];
        List<string> lookedAt = [];
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
            {
                if (PluginMetadata.Read(file, out string finding) is { } description)
                    found.Add(description);
                lookedAt.Add($"{Path.GetFileName(file)} ({finding})");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Problem(folder, ErrorCode.Unavailable, $"cannot be read: {failure.Message}");
        }
        if (found.Count > 1)
        {
            return Problem(
                folder,
                ErrorCode.NotFound,
                $"has more than one DLL with [assembly: PolicyBackend]: {NamesOf(found)};"
                + " give each plugin a folder of its own");
        }
        if (found.Count == 0)
            return Problem(folder, ErrorCode.NotFound, WhyNone(folder, lookedAt));

        plugin = found[0];
        string? refusal = ContractRule.Refusal(
            plugin.ContractMajor, plugin.ContractMinor, Contract.Major, Contract.Minor);
        if (refusal is null)
            return null;
        var error = new GatewayError(
            ErrorCode.Unsupported, $"plugin '{plugin.Name}' ('{plugin.AssemblyPath}') {refusal}");
        return new PluginProblem(folder, plugin.Name, error);
    }

    private static PluginProblem Problem(string folder, ErrorCode code, string what) =>
        new(folder, Path.GetFileName(folder), new GatewayError(code, $"plugin folder '{folder}' {what}"));

    private static string NamesOf(List<PluginDescription> plugins) =>
        string.Join(", ", plugins.Select(p => $"{Path.GetFileName(p.AssemblyPath)} (backend '{p.Name}')"));

    private static string WhyNone(string folder, List<string> lookedAt)
    {
        const string Hint = "; exactly one DLL must carry [assembly: PolicyBackend(\"NAME\", typeof(ENTRY))]";
        if (lookedAt.Count > 0)
            return $"has no plugin; looked at: {string.Join(", ", lookedAt)}{Hint}";
        return Directory.EnumerateFileSystemEntries(folder).Any()
            ? $"has no DLL (sub-folders are not looked into); copy the plugin's build output into it{Hint}"
            : "is empty; copy the plugin's build output into it, or remove it";
    }
}
