using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>
/// A plugin from outside the repository, for its author: docs/write-a-backend.md, "Hold it against the contract".
/// </summary>
internal static class OwnPlugin
{
    private const string PluginVariable = "POLICYGATE_CONTRACT_PLUGIN";
    private const string PolicyVariable = "POLICYGATE_CONTRACT_POLICY";

    /// <summary>The plugin's folder; null where nobody names one.</summary>
    public static string? Folder => Value(PluginVariable);

    /// <summary>Its case, where one is named.</summary>
    public static IEnumerable<ContractBackend> Backends()
    {
        if (Folder is not { } folder)
            return [];
        string policy = Value(PolicyVariable) ?? throw new InvalidOperationException(
            $"{PluginVariable} names a plugin; name a policy folder for it in {PolicyVariable}");
        if (PluginFolder.Read(folder, out PluginDescription? plugin) is { } problem)
            throw new InvalidOperationException($"{PluginVariable} is '{folder}': {problem.Error.Message}");
        return [new ContractBackend(plugin!.Name, "NoSuchOption", null, new ContractPolicy(policy))];
    }

    private static string? Value(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? Path.GetFullPath(path) : null;
}
