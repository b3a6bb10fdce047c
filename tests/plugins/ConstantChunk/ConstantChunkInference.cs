using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal sealed class ConstantChunkInference(
    TensorMemory?[] inputs, TensorMemory?[] outputs, float value, TimeProvider time) : IInference
{
    public Span<byte> Input(int index) => inputs[index] is { } memory ? memory.Span : [];

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8)
    {
    }

    public RunResult Run(in RunArguments arguments)
    {
        if (arguments.Cancel.IsCancellationRequested)
            return new RunResult(RunStatus.Cancelled, "cancelled before it began");
        if (time.GetTimestamp() >= arguments.Deadline)
            return new RunResult(RunStatus.DeadlineExceeded, "the deadline had passed before it began");
        foreach (TensorMemory? output in outputs)
            MemoryMarshal.Cast<byte, float>(output!.Span).Fill(value);
        return RunResult.Ok;
    }

    public ReadOnlySpan<byte> Output(int index) => outputs[index]!.Span;

    public void Dispose()
    {
        foreach (TensorMemory? memory in inputs.Concat(outputs))
            memory?.Dispose();
    }
}
