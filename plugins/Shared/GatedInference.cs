using PolicyGate.Abstractions;

namespace PolicyGate.Plugins;

/// <summary>An inference whose runs pass a <see cref="RunGate"/>.</summary>
internal sealed class GatedInference(IInference inference, RunGate gate) : IInference
{
    public Span<byte> Input(int index) => inference.Input(index);

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) => inference.SetText(index, row, utf8);

    public ReadOnlySpan<byte> Output(int index) => inference.Output(index);

    public RunResult Run(in RunArguments arguments)
    {
        if (!gate.TryEnter())
            return new RunResult(RunStatus.DeviceLost, "the policy has been disposed of");
        try
        {
            return inference.Run(arguments);
        }
        finally
        {
            gate.Leave();
        }
    }

    public void Dispose() => inference.Dispose();
}
