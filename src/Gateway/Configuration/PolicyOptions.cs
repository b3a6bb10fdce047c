using Microsoft.Extensions.Configuration;

namespace PolicyGate.Gateway.Configuration;

/// <summary>One policy, as bound.</summary>
internal sealed class PolicyOptions
{
    /// <summary>The policy folder, with its <c>policy.json</c>. Required.</summary>
    [PathSetting]
    public string? Folder { get; set; }

    /// <summary>
    /// The plugin that runs it, as <c>Onnx</c>. Required: a folder may hold models for several engines.
    /// </summary>
    public string? Backend { get; set; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>. <c>cpu</c>: every machine has one.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>The backend's own keys, judged by the backend. Empty by default.</summary>
    public IConfigurationSection? Options { get; set; }
}
