using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal sealed class CountingInference(TensorMemory state, TensorMemory action, int joints, TimeProvider time)
    : IInference
{
    public Span<byte> Input(int index) => state.Span;

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8)
    {
    }

    public RunResult Run(in RunArguments arguments)
    {
        if (arguments.Cancel.IsCancellationRequested)
            return new RunResult(RunStatus.Cancelled, "cancelled before it began");
        if (time.GetTimestamp() >= arguments.Deadline)
            return new RunResult(RunStatus.DeadlineExceeded, "the deadline had passed before it began");
        if (arguments.Episodes.Length < arguments.Rows)
            return new RunResult(RunStatus.InvalidInput, "each row needs an episode of its own");
        Span<float> states = MemoryMarshal.Cast<byte, float>(state.Span);
        Span<float> actions = MemoryMarshal.Cast<byte, float>(action.Span);
        int chunk = actions.Length / (states.Length / joints);
        for (int row = 0; row < arguments.Rows; row++)
        {
            Span<float> sum = ((CountingEpisode)arguments.Episodes.Span[row]).Sum;
            for (int joint = 0; joint < joints; joint++)
                sum[joint] += states[(row * joints) + joint];
            for (int i = 0; i < chunk; i++)
                actions[(row * chunk) + i] = sum[i % joints];
        }
        return RunResult.Ok;
    }

    public ReadOnlySpan<byte> Output(int index) => action.Span;

    public void Dispose()
    {
        state.Dispose();
        action.Dispose();
    }
}
