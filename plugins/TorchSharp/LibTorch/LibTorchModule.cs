using PolicyGate.Abstractions;
using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary>A module that the C ABI holds.</summary>
internal sealed unsafe class LibTorchModule : ITorchModule
{
    private readonly ModuleHandle _module;
    private readonly TextBuffer _text = new();

    public LibTorchModule(string path, string device)
    {
        TorchCallStatus status = NativeMethods.LoadModule(path, device, out _module, _text.Native);
        if (status == TorchCallStatus.Ok)
            return;
        using (_text)
            status.Require(_text);
    }

    public void Check(string method, int arguments) =>
        NativeMethods.CheckMethod(_module, method, arguments, _text.Native).Require(_text);

    public void Optimize(string method, TorchOptimization optimization) =>
        NativeMethods.Optimize(_module, method, optimization, _text.Native).Require(_text);

    public ITorchCall Bind(TorchBindings bindings) => new LibTorchCall(_module, bindings);

    public IEnumerable<Finding> Describe()
    {
        NativeMethods.Describe(_module, _text.Native).Require(_text);
        return [.. NativeLines.Read(_text).Select(line => new Finding(FindingLevel.Ok, line.Name, line.Value))];
    }

    public void Dispose()
    {
        _module.Dispose();
        _text.Dispose();
    }
}
