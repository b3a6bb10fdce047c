namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>The models that may lie beside a checkpoint's weights, which no engine here runs.</summary>
internal static class CheckpointModels
{
    /// <summary>Files by backend, whether they are there or not; the comparer ignores case.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> All { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["Onnx"] = ["model.onnx"],
            ["TorchSharp"] = ["model.pt"],
        };

    /// <summary>What to do where none is there.</summary>
    public static string HowToMake(string folder) =>
        $"LeRobot saves weights, not a model that runs by itself: make one with tools/export_lerobot.py {folder}"
        + " (docs/export-lerobot.md)";
}
