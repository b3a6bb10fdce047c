using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PolicyGate.TorchSharp.Binding;
using static global::TorchSharp.torch;

namespace PolicyGate.TorchSharp.Package;

/// <summary>A method called through the package, which takes no foreign memory: inputs are copied in.</summary>
internal sealed class PackageCall : ITorchCall
{
    private readonly jit.ScriptModule _module;
    private readonly Device _device;
    private readonly TorchBindings _bindings;
    private readonly Tensor[] _staged;
    private readonly object[] _arguments;

    public PackageCall(jit.ScriptModule module, Device device, TorchBindings bindings)
    {
        (_module, _device, _bindings) = (module, device, bindings);
        _staged = [.. bindings.Inputs.Select(input => zeros([.. input.Sizes], PackageTypes.Of(input.Spec.Type)))];
        _arguments = [.. _staged.Select(staged => OnCpu ? staged : staged.to(device))];
    }

    private bool OnCpu => _device.type == global::TorchSharp.DeviceType.CPU;

    public TorchCallResult Run()
    {
        using IDisposable mode = _bindings.InferenceMode ? inference_mode() : enable_grad();
        using var scope = NewDisposeScope();
        try
        {
            for (int i = 0; i < _staged.Length; i++)
            {
                _bindings.Inputs[i].Bytes.CopyTo(_staged[i].bytes);
                if (!OnCpu)
                    ((Tensor)_arguments[i]).copy_(_staged[i]);
            }
            object answer = _module.invoke(_bindings.Method, _arguments);
            return Copy(answer)
                ? new TorchCallResult(TorchCallStatus.Ok, null)
                : new TorchCallResult(TorchCallStatus.Mismatch, Told(answer));
        }
        // Whatever shows in the package itself, as an answer of a kind that it does not know.
        catch (Exception failure) when (failure is ExternalException or NotSupportedException or NotImplementedException
            or InvalidOperationException or ArgumentException)
        {
            return new TorchCallResult(TorchCallStatus.Failed, failure.Message);
        }
    }

    public void Dispose()
    {
        foreach (Tensor staged in _staged)
            staged.Dispose();
        foreach (Tensor argument in _arguments.Cast<Tensor>())
            argument.Dispose();
    }

    private static Tensor? At(object answer, int index) => answer switch
    {
        Tensor single => index == 0 ? single : null,
        // A tuple of up to five comes as a tuple of .NET's, a longer one and a list as an array.
        ITuple tuple => index < tuple.Length ? tuple[index] as Tensor : null,
        object[] array => index < array.Length ? array[index] as Tensor : null,
        _ => null,
    };

    private static string Told(object answer)
    {
        List<string> tensors = [];
        for (int i = 0; At(answer, i) is { } tensor; i++)
            tensors.Add($"{tensor.dtype.ToString().ToLowerInvariant()} [{string.Join(", ", tensor.shape)}]");
        return tensors.Count > 0 ? string.Join("; ", tensors) : answer?.GetType().Name ?? "nothing";
    }

    private bool Copy(object answer)
    {
        for (int i = 0; i < _bindings.Outputs.Count; i++)
        {
            HostTensor output = _bindings.Outputs[i];
            if (output.Address == 0)
                continue;
            if (At(answer, i) is not { } tensor || tensor.dtype != PackageTypes.Of(output.Spec.Type)
                || !tensor.shape.SequenceEqual(output.Sizes))
            {
                return false;
            }
            tensor.detach().cpu().contiguous().bytes.CopyTo(output.Bytes);
        }
        return true;
    }
}
