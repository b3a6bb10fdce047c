using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary>libtorch through a C ABI of our own: native/pgt.h.</summary>
internal sealed unsafe class LibTorchBinding : ITorchBinding
{
    public string Name => "LibTorch";

    /// <remarks>
    /// Freezing takes a quarter off a run of act-tiny and changes its answer by 5e-7. Inference is slower than that there
    /// (docs/backends/torchsharp.md).
    /// </remarks>
    public TorchOptimization UsualOptimization => TorchOptimization.Freeze;

    public TorchEngine Engine()
    {
        LibTorchLibrary.Load();
        using var text = new TextBuffer();
        NativeEngine engine;
        NativeMethods.ReadEngine(&engine, text.Native).Require(text);
        var lines = NativeLines.Read(text).ToDictionary(line => line.Name, line => line.Value, StringComparer.Ordinal);
        return new TorchEngine(
            lines["version"], lines["library"], lines.GetValueOrDefault("blas"), engine.Threads, engine.InterThreads,
            engine.CudaDevices, engine.BuiltWithCuda != 0);
    }

    public void SetThreads(int threads, int? interOpThreads)
    {
        using var text = new TextBuffer();
        NativeMethods.SetThreads(threads, interOpThreads ?? 0, text.Native).Require(text);
    }

    public ITorchModule Load(string path, string device) => new LibTorchModule(path, device);

}
