using Microsoft.ML.OnnxRuntime;

namespace PolicyGate.Onnx;

/// <summary>Copies between the host's tensors and the device's, all that the engine does in one call.</summary>
/// <param name="copies">Their tensors outlive this.</param>
internal sealed unsafe class TensorCopies(IReadOnlyList<TensorCopy> copies)
{
    private readonly OrtEnv _environment = OrtEnv.Instance();
    private readonly TensorCopy[] _local = [.. copies.Where(copy => copy.Local)];
    private readonly nint[] _from =
        [.. copies.Where(copy => !copy.Local).Select(copy => OrtNative.HandleOf(copy.From))];
    private readonly nint[] _to =
        [.. copies.Where(copy => !copy.Local).Select(copy => OrtNative.HandleOf(copy.To))];

    /// <summary>Blocks until all are there; allocates nothing.</summary>
    /// <returns>What went wrong; null where nothing did.</returns>
    public string? Run()
    {
        foreach (TensorCopy copy in _local)
            Buffer.MemoryCopy((void*)copy.FromAddress, (void*)copy.ToAddress, copy.Bytes, copy.Bytes);
        if (_from.Length == 0)
            return null;
        fixed (nint* from = _from, to = _to)
            return OrtNative.Copy(_environment, from, to, _from.Length);
    }
}
