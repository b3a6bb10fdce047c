using System.Globalization;
using PolicyGate.Abstractions;
using PolicyGate.TorchSharp.Binding;
using static global::TorchSharp.torch;

namespace PolicyGate.TorchSharp.Package;

/// <summary>A module that the package holds.</summary>
internal sealed class PackageModule : ITorchModule
{
    private const string UsualMethod = "forward";

    private readonly jit.ScriptModule _module;
    private readonly Device _device;

    public PackageModule(string path, string device)
    {
        _device = new Device(device);
        _module = PackageErrors.Told(() =>
        {
            jit.ScriptModule module = jit.load(path, _device);
            module.eval();
            return module;
        });
    }

    /// <remarks>The package tells nothing of other methods: there a wrong name shows in the first run.</remarks>
    public void Check(string method, int arguments)
    {
        if (method != UsualMethod)
            return;
        int takes = PackageErrors.Told(_module.GetNumberOfInputs);
        if (takes != arguments)
        {
            throw new TorchException(
                $"its method {method} takes {takes} arguments, but policy.json gives it {arguments}");
        }
    }

    public void Optimize(string method, TorchOptimization optimization)
    {
        if (optimization != TorchOptimization.None)
        {
            throw new TorchException(
                $"Optimize is {optimization}, which the package TorchSharp cannot do; freeze the module in Python before"
                + " torch.jit.save, or use the plugin's usual binding");
        }
    }

    public ITorchCall Bind(TorchBindings bindings) =>
        PackageErrors.Told(() => new PackageCall(_module, _device, bindings));

    public IEnumerable<Finding> Describe()
    {
        long count = _module.parameters().Sum(parameter => parameter.numel());
        return
        [
            new Finding(FindingLevel.Ok, "arguments", string.Create(
                CultureInfo.InvariantCulture, $"{_module.GetNumberOfInputs()} of {UsualMethod}")),
            new Finding(FindingLevel.Ok, "parameters", count.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    public void Dispose() => _module.Dispose();
}
