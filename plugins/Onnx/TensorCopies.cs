using Microsoft.ML.OnnxRuntime;

namespace PolicyGate.Onnx;

/// <summary>Copies between the host's tensors and the device's, all in one call.</summary>
/// <param name="pairs">From and to; they outlive this.</param>
internal sealed unsafe class TensorCopies(IReadOnlyList<(OrtValue From, OrtValue To)> pairs)
{
    private readonly OrtEnv _environment = OrtEnv.Instance();
    private readonly nint[] _from = [.. pairs.Select(pair => OrtNative.HandleOf(pair.From))];
    private readonly nint[] _to = [.. pairs.Select(pair => OrtNative.HandleOf(pair.To))];

    /// <summary>Blocks until all are there; allocates nothing.</summary>
    /// <returns>What went wrong; null where nothing did.</returns>
    public string? Run()
    {
        if (_from.Length == 0)
            return null;
        fixed (nint* from = _from, to = _to)
            return OrtNative.Copy(_environment, from, to, _from.Length);
    }
}
