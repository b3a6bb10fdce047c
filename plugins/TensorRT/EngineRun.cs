using PolicyGate.TensorRT.Cuda;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>One run as it is put on the stream: inputs to the device, the engine, outputs back.</summary>
/// <param name="Library">For its calls and its last error.</param>
/// <param name="Context">TensorRT's own, with shapes and addresses set.</param>
/// <param name="Stream">The policy's one stream.</param>
/// <param name="Inputs">Bound to the context.</param>
/// <param name="Outputs">Bound to the context.</param>
internal sealed record EngineRun(
    InferLibrary Library, nint Context, CudaStream Stream, BoundTensor[] Inputs, BoundTensor[] Outputs)
{
    /// <returns>False where TensorRT refuses; the copies of the inputs may be on the stream then.</returns>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public bool TryEnqueue()
    {
        foreach (BoundTensor input in Inputs)
            input.CopyToDevice(Stream);
        if (!Library.Calls.Enqueue(Context, Stream.Value))
            return false;
        foreach (BoundTensor output in Outputs)
            output.CopyToHost(Stream);
        return true;
    }

    public void Stage()
    {
        foreach (BoundTensor input in Inputs)
            input.Stage();
    }

    /// <summary>Waits for what is on the stream; the outputs hold the answer then.</summary>
    public void Finish()
    {
        Stream.Synchronize();
        foreach (BoundTensor output in Outputs)
            output.Unstage();
    }

    /// <summary>The whole of it, uncaptured.</summary>
    public bool TryRun()
    {
        Stage();
        bool taken = TryEnqueue();
        // Also when refused: the copies may be under way, and an error of the device shows here.
        Finish();
        return taken;
    }
}
