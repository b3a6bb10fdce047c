namespace PolicyGate.Gateway.Plugins;

/// <summary>Which contract versions a host takes: its own major, and no minor newer than its own.</summary>
internal static class ContractRule
{
    /// <summary>Null where the host takes the plugin, else a clause that says both versions and what to do.</summary>
    public static string? Refusal(int pluginMajor, int pluginMinor, int hostMajor, int hostMinor)
    {
        if (pluginMajor == hostMajor && pluginMinor <= hostMinor)
            return null;
        string plugin = $"{pluginMajor}.{pluginMinor}";
        string host = $"{hostMajor}.{hostMinor}";
        bool newer = pluginMajor > hostMajor || (pluginMajor == hostMajor && pluginMinor > hostMinor);
        string why = newer ? "newer than" : "of an older major than";
        string cure = newer ? $"use a gateway with contract {plugin}, or build" : "build";
        return $"was built against contract {plugin}, {why} this gateway's {host}:"
            + $" {cure} the plugin against this gateway's PolicyGate.Abstractions.dll";
    }
}
