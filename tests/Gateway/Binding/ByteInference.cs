using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Gateway.Binding;

/// <summary>Inputs as a backend binds them, with nothing behind them: what was filled in can be read back.</summary>
internal sealed class ByteInference : IInference
{
    private readonly byte[][] _inputs;

    public ByteInference(PolicySignature signature)
    {
        var oneRobot = new InferenceShape(new Dictionary<string, int>());
        _inputs = [.. signature.Inputs.Select(spec => new byte[(int)oneRobot.Elements(spec) * spec.Type.Size()])];
    }

    public byte[]? Text { get; private set; }

    public ReadOnlySpan<float> Floats(int index) => MemoryMarshal.Cast<byte, float>(_inputs[index].AsSpan());

    public Span<byte> Input(int index) => _inputs[index];

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) => Text = utf8.ToArray();

    public RunResult Run(in RunArguments arguments) => throw new NotSupportedException("nothing behind it");

    public ReadOnlySpan<byte> Output(int index) => throw new NotSupportedException("nothing behind it");

    public void Dispose()
    {
    }
}
