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

    /// <summary>
    /// How long a run may take before the robot is answered without it. By default two control intervals, where the
    /// warm policy is faster than that: later, the robot has come to rows that the chunk was to replace.
    /// </summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>
    /// <c>Process</c> runs it in a worker process. <c>None</c>: it costs tens of microseconds a run, and memory.
    /// </summary>
    public PolicyIsolation Isolation { get; set; }

    /// <summary>
    /// Whether a second worker stands by, warm. True: a robot then misses one tick when the first dies, and not the
    /// seconds that loading takes; it costs the model's memory once more.
    /// </summary>
    public bool Spare { get; set; } = true;

    /// <summary>A worker's environment variables, beside the gateway's own. Empty by default.</summary>
    public Dictionary<string, string> Environment { get; set; } = [];

    /// <summary>
    /// Folders in which a worker's native libraries are looked for first, as <c>LD_LIBRARY_PATH</c> has them. None by
    /// default.
    /// </summary>
    public string? LibraryPath { get; set; }

    /// <summary>Bytes of memory that a worker may take. No limit by default: what a model needs differs a
    /// thousandfold.</summary>
    public long? MemoryBytes { get; set; }

    /// <summary>The backend's own keys, judged by the backend. Empty by default.</summary>
    public IConfigurationSection? Options { get; set; }
}
