using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal sealed class FailsOnDemandInference(TensorMemory state, TensorMemory action, string demand) : IInference
{
    public Span<byte> Input(int index) => state.Span;

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8)
    {
    }

    public RunResult Run(in RunArguments arguments)
    {
        string reason = File.ReadAllText(demand);
        if (reason.Length > 0)
            return new RunResult(RunStatus.Failed, reason);
        Span<float> joints = MemoryMarshal.Cast<byte, float>(state.Span);
        Span<float> rows = MemoryMarshal.Cast<byte, float>(action.Span);
        for (int i = 0; i < rows.Length; i++)
            rows[i] = joints[i % joints.Length] + (float)(0.01 * (i / joints.Length));
        return RunResult.Ok;
    }

    public ReadOnlySpan<byte> Output(int index) => action.Span;

    public void Dispose()
    {
        state.Dispose();
        action.Dispose();
    }
}
