using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>An inference of the backend's, and the shared pages that the gateway fills and reads for it.</summary>
internal sealed unsafe class EngineInference : IDisposable
{
    private readonly SharedRegion _region;
    private readonly RegionLayout _layout;
    private readonly IInference _inference;
    private readonly PolicySignature _signature;
    private readonly long[] _inputs;
    private readonly bool[] _copied;
    private readonly int[][] _texts;

    /// <param name="region">Becomes this object's own.</param>
    /// <param name="layout">What lies where in it.</param>
    /// <param name="inference">Made while its allocator gave out this region; becomes this object's own.</param>
    /// <param name="signature">Its policy's.</param>
    /// <exception cref="PolicyLoadException">An input's memory has not the size of its shape.</exception>
    public EngineInference(
        SharedRegion region, RegionLayout layout, IInference inference, PolicySignature signature)
    {
        (_region, _layout, _inference, _signature) = (region, layout, inference, signature);
        int count = signature.Inputs.Count;
        (_inputs, _copied, _texts) = (new long[count], new bool[count], new int[count][]);
        for (int i = 0; i < count; i++)
        {
            _texts[i] = new int[layout.TextRows[i]];
            _inputs[i] = signature.Inputs[i].Type is ElementType.Utf8 ? -1 : Find(i);
        }
    }

    /// <summary>Where the gateway writes each input; -1 for text.</summary>
    public IReadOnlyList<long> Inputs => _inputs;

    public RunResult Run(in RunArguments arguments)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (_copied[i])
                _region.Span(_inputs[i], _layout.InputBytes[i]).CopyTo(_inference.Input(i));
            for (int row = 0; row < _texts[i].Length; row++)
                TakeText(i, row);
        }
        RunResult result = _inference.Run(arguments);
        return result.Status is RunStatus.Ok ? GiveOutputs() : result;
    }

    public void Dispose()
    {
        _inference.Dispose();
        _region.Dispose();
    }

    private long Find(int input)
    {
        ReadOnlySpan<byte> memory = _inference.Input(input);
        if (memory.Length != _layout.InputBytes[input])
        {
            throw new PolicyLoadException(
                $"the backend's input '{_signature.Inputs[input].Name}' has {memory.Length} bytes, expected"
                + $" {_layout.InputBytes[input]} for its shape; this is a bug of the plugin");
        }
        long offset = _region.OffsetOf(memory);
        _copied[input] = offset < 0;
        return offset < 0 ? _layout.CopiedInput(input) : offset;
    }

    private void TakeText(int input, int row)
    {
        byte* text = _region.Address + _layout.Text(input, row);
        int change = *(int*)text;
        if (change == _texts[input][row])
            return;
        _texts[input][row] = change;
        _inference.SetText(input, row, new ReadOnlySpan<byte>(text + (2 * sizeof(int)), ((int*)text)[1]));
    }

    private RunResult GiveOutputs()
    {
        Span<OutputMark> marks = MemoryMarshal.Cast<byte, OutputMark>(
            _region.Span(0, RegionLayout.MaximumOutputs * sizeof(OutputMark)));
        for (int i = 0; i < _signature.Outputs.Count; i++)
        {
            ReadOnlySpan<byte> output = _inference.Output(i);
            long offset = _region.OffsetOf(output);
            if (offset < 0)
            {
                if (output.Length > _layout.OutputBytes[i])
                {
                    return new RunResult(RunStatus.Failed,
                        $"the backend's output '{_signature.Outputs[i].Name}' has {output.Length} bytes, expected"
                        + $" {_layout.OutputBytes[i]} for its shape; this is a bug of the plugin");
                }
                offset = _layout.CopiedOutput(i);
                output.CopyTo(_region.Span(offset, output.Length));
            }
            marks[i] = new OutputMark { Offset = offset, Bytes = output.Length };
        }
        return RunResult.Ok;
    }
}
