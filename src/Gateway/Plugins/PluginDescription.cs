namespace PolicyGate.Gateway.Plugins;

/// <summary>One plugin as its metadata has it, before a line of its code ran.</summary>
/// <param name="Name">The backend's name; compared without case.</param>
/// <param name="AssemblyPath">The DLL with the attribute, absolute.</param>
/// <param name="EntryType">The entry type's full name.</param>
/// <param name="ContractMajor">The contract that it was built against.</param>
/// <param name="ContractMinor">The contract that it was built against.</param>
/// <param name="AssemblyVersion">The DLL's own version.</param>
internal sealed record PluginDescription(
    string Name, string AssemblyPath, string EntryType, int ContractMajor, int ContractMinor, Version AssemblyVersion)
{
    /// <summary>The plugin's folder, absolute.</summary>
    public string Folder => Path.GetDirectoryName(AssemblyPath)!;
}
