using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal sealed class BreaksOnDemandInference(Tensor state, Tensor action, string demand, int shift) : IInference
{
    private int _textBytes;

    public Span<byte> Input(int index) => index == 0 ? state.Bytes : [];

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) => _textBytes = utf8.Length;

    public RunResult Run(in RunArguments arguments)
    {
        string wish = File.ReadAllText(demand);
        if (wish.StartsWith("fail ", StringComparison.Ordinal))
            return new RunResult(RunStatus.Failed, wish[5..]);
        if (!wish.StartsWith("load-", StringComparison.Ordinal))
            Break.Now(wish, arguments.Cancel);
        float more = shift + _textBytes;
        if (arguments.Episodes.Length > 0)
            more += ((RunCount)arguments.Episodes.Span[0]).Runs++;
        Span<float> joints = state.Numbers;
        Span<float> rows = action.Numbers;
        for (int i = 0; i < rows.Length; i++)
            rows[i] = joints[i % joints.Length] + more + (float)(0.01 * (i / joints.Length));
        return RunResult.Ok;
    }

    public ReadOnlySpan<byte> Output(int index) => action.Bytes;

    public void Dispose()
    {
        state.Dispose();
        action.Dispose();
    }
}
