using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Bench.Engines;

/// <summary>What a model can be run by on this machine.</summary>
internal static class EnginePrograms
{
    public static IEnumerable<EngineProgram> Of(EngineModel model, int pauseMilliseconds, TextWriter leftOut)
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
            List<LoopKind> kinds = [LoopKind.Plugin, LoopKind.Served];
            if (backend == "Onnx")
                kinds.Insert(0, LoopKind.Bare);
            if (backend != "Scripted")
                kinds.Add(LoopKind.Worker);
            // It knows no pauses: beside what has them it would say nothing.
            bool bareToo = backend == "TorchSharp" && pauseMilliseconds == 0;
            if (bareToo && BareTorch.Program(model, policy, leftOut) is { } bare)
                yield return bare;
            yield return EngineProgram.Own(backend, kinds, model.Path, pauseMilliseconds);
        }
    }
}
