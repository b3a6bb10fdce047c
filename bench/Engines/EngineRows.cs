using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Bench.Engines;

/// <summary>What a model can be run by on this machine.</summary>
internal static class EngineRows
{
    public static IEnumerable<EngineRow> Of(EngineModel model, TextWriter leftOut)
    {
        List<string> errors = [];
        PolicyDescription policy = PolicyFolderReader.Read(model.Path, new LimitsOptions(), errors)
            ?? throw new InvalidDataException(string.Join("; ", errors));
        PluginCatalog catalog = PluginCatalog.Scan(Checkout.At("artifacts/plugins"));
        // Scripted needs no model: what it costs is the host's own.
        foreach (string backend in (string[])[.. policy.Models.Keys, "Scripted"])
        {
            if (catalog.Find(backend, out _) is { } missing)
            {
                leftOut.WriteLine($"{model.Name} on {backend} is left out: {missing.Message}");
                continue;
            }
            if (Bare(backend, model, policy, leftOut) is { } bare)
                yield return bare;
            foreach (LoopKind kind in (LoopKind[])[LoopKind.Plugin, LoopKind.Served, LoopKind.Worker])
                yield return EngineRow.Own(backend, kind, model.Path);
        }
    }

    /// <returns>Null where there is none, which is said unless there cannot be one.</returns>
    private static EngineRow? Bare(
        string backend, EngineModel model, PolicyDescription policy, TextWriter leftOut) => backend switch
        {
            "Onnx" => EngineRow.Own(backend, LoopKind.Bare, model.Path),
            "TorchSharp" => BareTorch.Row(model, policy, leftOut),
            _ => null,
        };
}
