using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary>A method bound through the C ABI: a run makes no object but TorchScript's own.</summary>
internal sealed unsafe class LibTorchCall : ITorchCall
{
    private readonly InferenceHandle _inference;
    private readonly TextBuffer _text = new();

    public LibTorchCall(ModuleHandle module, TorchBindings bindings)
    {
        // The library copies the sizes; they have to stay where they are until then.
        long[] sizes = [.. bindings.Inputs.Concat(bindings.Outputs).SelectMany(tensor => tensor.Sizes)];
        fixed (long* first = sizes)
        {
            long* next = first;
            NativeTensor[] inputs = [.. bindings.Inputs.Select(_ => default(NativeTensor))];
            NativeTensor[] outputs = [.. bindings.Outputs.Select(_ => default(NativeTensor))];
            Fill(inputs, bindings.Inputs, ref next);
            Fill(outputs, bindings.Outputs, ref next);
            fixed (NativeTensor* input = inputs, output = outputs)
            {
                TorchCallStatus status = NativeMethods.CreateInference(
                    module, bindings.Method, input, inputs.Length, output, outputs.Length,
                    bindings.InferenceMode ? 1 : 0, out _inference, _text.Native);
                if (status == TorchCallStatus.Ok)
                    return;
                using (_text)
                    status.Require(_text);
            }
        }
    }

    public TorchCallResult Run()
    {
        TorchCallStatus status = NativeMethods.Run(_inference, _text.Native);
        return new TorchCallResult(status, status == TorchCallStatus.Ok ? null : _text.ToString());
    }

    public void Dispose()
    {
        _inference.Dispose();
        _text.Dispose();
    }

    private static void Fill(NativeTensor[] natives, IReadOnlyList<HostTensor> tensors, ref long* sizes)
    {
        for (int i = 0; i < natives.Length; i++)
        {
            int rank = tensors[i].Sizes.Count;
            natives[i] = new NativeTensor
            {
                Data = tensors[i].Address, Sizes = sizes, Rank = rank, Type = (int)tensors[i].Spec.Type,
            };
            sizes += rank;
        }
    }
}
