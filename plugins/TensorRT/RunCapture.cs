using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.TensorRT.Cuda;

namespace PolicyGate.TensorRT;

/// <summary>Makes a CUDA graph of a run, and proves that it answers as the run itself does.</summary>
/// <remarks>
/// <para>Not every engine can be captured, and one that cannot may leave an empty graph, which replays the answer of
/// before for ever (https://github.com/ultralytics/ultralytics/issues/26223). So:</para>
/// <para>1. Run on inputs that are not all zero and keep the answer; the first run of a shape initialises
/// (https://github.com/NVIDIA/TensorRT/issues/2603). 2. Run on zeros and capture on them. 3. Spoil inputs and outputs
/// on the device, and the outputs here. 4. Launch the graph on the first inputs: only if it copies in, computes and
/// copies out does the first answer come again, bit for bit.</para>
/// </remarks>
internal static class RunCapture
{
    /// <summary>Neither zero nor a number that an engine would answer everywhere.</summary>
    private const byte Spoiled = 0xA5;

    /// <summary>Warms the engine up as well. The context must be current; every buffer is zero afterwards.</summary>
    /// <param name="run">Bound, never run.</param>
    /// <param name="inputs">Their types, in order.</param>
    /// <param name="wanted">Whether to capture at all.</param>
    /// <param name="reason">Why there is no graph although it is wanted.</param>
    /// <returns>The graph; null where there is none.</returns>
    /// <exception cref="PolicyLoadException">The engine does not run at all.</exception>
    /// <exception cref="CudaException">The device fails.</exception>
    public static CudaGraph? WarmUp(EngineRun run, IReadOnlyList<TensorSpec> inputs, bool wanted, out string? reason)
    {
        reason = null;
        CudaGraph? graph = null;
        if (wanted)
        {
            FillWithNumbers(inputs, run);
            RunOrThrow(run);
            byte[][] expected = [.. run.Outputs.Select(output => output.Bytes.ToArray())];
            Clear(run.Inputs);
            RunOrThrow(run);
            graph = Capture(run, ref reason);
            FillWithNumbers(inputs, run);
            if (graph is not null && !Proves(graph, run, expected))
            {
                graph = null;
                reason = "the captured run does not give the same answer as the run itself";
            }
            Clear(run.Inputs);
        }
        // What was captured in vain may have left the context in disorder: better to know now.
        if (graph is null)
            RunOrThrow(run);
        Clear(run.Outputs);
        return graph;
    }

    private static CudaGraph? Capture(EngineRun run, ref string? reason)
    {
        bool taken = false;
        try
        {
            run.Stream.BeginCapture();
            try
            {
                taken = run.TryEnqueue();
                if (!taken)
                    reason = $"TensorRT refuses to run while it is captured: {run.Library.Logger.TakeLastError()}";
            }
            finally
            {
                // In any case, or the stream captures for ever.
                if (!taken)
                    run.Stream.EndCapture(wanted: false);
            }
            return taken ? run.Stream.EndCapture(wanted: true) : null;
        }
        catch (CudaException failure) when (!failure.Result.MeansDeviceLost())
        {
            reason = $"it cannot be captured: {failure.Message}";
            return null;
        }
    }

    /// <summary>Disposes the graph unless it does.</summary>
    private static bool Proves(CudaGraph graph, EngineRun run, byte[][] expected)
    {
        bool same = false;
        try
        {
            foreach (BoundTensor tensor in (BoundTensor[])[.. run.Inputs, .. run.Outputs])
                tensor.Overwrite(Spoiled, run.Stream);
            foreach (BoundTensor output in run.Outputs)
                output.Bytes.Fill(Spoiled);
            run.Stage();
            graph.Upload(run.Stream);
            graph.Launch(run.Stream);
            run.Finish();
            same = true;
            for (int i = 0; i < expected.Length; i++)
                same &= run.Outputs[i].Bytes.SequenceEqual(expected[i]);
            return same;
        }
        finally
        {
            if (!same)
                graph.Dispose();
        }
    }

    private static void Clear(BoundTensor[] tensors)
    {
        foreach (BoundTensor tensor in tensors)
            tensor.Bytes.Clear();
    }

    private static void RunOrThrow(EngineRun run)
    {
        if (!run.TryRun())
        {
            throw new PolicyLoadException(
                $"TensorRT refuses to run the engine: {run.Library.Logger.TakeLastError()}");
        }
    }

    /// <summary>Numbers from 0 to 1 where any will do; whole numbers may be indices, and stay 0.</summary>
    private static void FillWithNumbers(IReadOnlyList<TensorSpec> inputs, EngineRun run)
    {
        for (int i = 0; i < inputs.Count; i++)
            FillWithNumbers(inputs[i].Type, run.Inputs[i].Bytes);
    }

    private static void FillWithNumbers(ElementType type, Span<byte> bytes)
    {
        switch (type)
        {
            case ElementType.Float32:
                Span<float> singles = MemoryMarshal.Cast<byte, float>(bytes);
                for (int i = 0; i < singles.Length; i++)
                    singles[i] = Number(i);
                break;
            case ElementType.Float16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (int i = 0; i < halves.Length; i++)
                    halves[i] = (Half)Number(i);
                break;
            case ElementType.BFloat16:
                Span<ushort> upper = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < upper.Length; i++)
                    upper[i] = (ushort)(BitConverter.SingleToUInt32Bits(Number(i)) >> 16);
                break;
        }
    }

    private static float Number(int index) => (index % 7 + 1) / 8f;
}
