using PolicyGate.TorchSharp.Binding;
using static global::TorchSharp.torch;

namespace PolicyGate.TorchSharp.Package;

/// <summary>libtorch through the NuGet packages TorchSharp and libtorch: docs/decisions/0013-libtorch.md.</summary>
internal sealed class PackageBinding : ITorchBinding
{
    public string Name => "TorchSharp";

    /// <remarks>The package reaches no optimisation of TorchScript.</remarks>
    public TorchOptimization UsualOptimization => TorchOptimization.None;

    public TorchEngine Engine() => PackageErrors.Told(() =>
    {
        bool cuda = cuda_is_available();
        string library = typeof(Tensor).Assembly.Location;
        return new TorchEngine(
            __version__, library, null, get_num_threads(), get_num_interop_threads(), cuda ? cuda_device_count() : 0,
            cuda);
    });

    public void SetThreads(int threads, int? interOpThreads) => PackageErrors.Told(() =>
    {
        if (interOpThreads is { } between && between != get_num_interop_threads())
            set_num_interop_threads(between);
        set_num_threads(threads);
        return threads;
    });

    public ITorchModule Load(string path, string device) => new PackageModule(path, device);

    private static bool cuda_is_available() => global::TorchSharp.torch.cuda.is_available();

    private static int cuda_device_count() => global::TorchSharp.torch.cuda.device_count();
}
