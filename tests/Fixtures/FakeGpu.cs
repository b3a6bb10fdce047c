using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Fixtures;

/// <summary>
/// A private copy of the doubles of TensorRT and the CUDA driver (<c>tests/native</c>), with a state of its own.
/// </summary>
internal sealed unsafe class FakeGpu : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-gpu-");
    private readonly nint _library;

    public FakeGpu(int major)
    {
        Library = Path.Combine(_folder.FullName, $"libnvinfer.so.{major}");
        File.Copy(Built(major), Library);
        _library = NativeLibrary.Load(Library);
    }

    /// <summary>Why the doubles are not there; null where they are.</summary>
    public static string? WhyMissing { get; } = File.Exists(Built(11))
        ? null
        : "the doubles of TensorRT are not built: sudo apt-get install -y g++, then build the tests again";

    /// <summary>The one library of both, to be named for both.</summary>
    public string Library { get; }

    /// <summary>A line for each thing that a program in order would not do.</summary>
    public string Complaints => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Get("fake_cuda_complaints"))())!;

    /// <summary>What of CUDA was not given back.</summary>
    public long Live => ((delegate* unmanaged<nint>)Get("fake_cuda_live"))();

    /// <summary>What of TensorRT was not deleted.</summary>
    public long LiveObjects => ((delegate* unmanaged<nint>)Get("fake_nvinfer_live"))();

    public long ContextFlags => ((delegate* unmanaged<nint>)Get("fake_cuda_context_flags"))();

    public (string Key, string Value)[] Options =>
        [("NvInferLibrary", Library), ("CudaLibrary", Library)];

    /// <summary>Where the build puts them.</summary>
    public static string Built(int major) => Repository.At($"artifacts/native/libfake_gpu.so.{major}");

    public string Save(string engine)
    {
        string path = Path.Combine(_folder.FullName, "model.engine");
        File.WriteAllText(path, engine.ReplaceLineEndings("\n"));
        return path;
    }

    /// <param name="engine">Its text, as <c>engine_text.h</c> has it.</param>
    /// <param name="log">Takes the plugin's lines.</param>
    /// <param name="options">Beside the libraries' paths, or instead of them.</param>
    public PolicyContext Context(
        string engine, ILogger? log = null, params IEnumerable<(string Key, string Value)> options)
    {
        var all = Options.ToDictionary(option => option.Key, option => option.Value);
        foreach ((string key, string value) in options)
            all[key] = value;
        PolicyContext context = TestContexts.Of(
            _folder.FullName, Save(engine), options: all.Select(option => (option.Key, option.Value)));
        return context with { Device = "cuda", Logger = log ?? context.Logger };
    }

    public IPolicy Load(string engine, ILogger? log = null, params IEnumerable<(string Key, string Value)> options) =>
        ShippedPlugins.Load("TensorRT", Context(engine, log, options));

    public string Refusal(string engine, params IEnumerable<(string Key, string Value)> options) =>
        ShippedPlugins.Refusal("TensorRT", Context(engine, null, options));

    public long Calls(string function)
    {
        fixed (byte* name = Bytes(function))
            return ((delegate* unmanaged<byte*, nint>)Get("fake_cuda_calls"))(name);
    }

    /// <summary>Has a function fail once, or for ever where that is a broken device's answer.</summary>
    public void Fail(string function, int skip, int result)
    {
        fixed (byte* name = Bytes(function))
            ((delegate* unmanaged<byte*, int, int, void>)Get("fake_cuda_fail"))(name, skip, result);
    }

    /// <summary>As <c>fake_nvinfer.cpp</c> lists them.</summary>
    public void Fault(string fault)
    {
        fixed (byte* name = Bytes(fault))
            ((delegate* unmanaged<byte*, void>)Get("fake_nvinfer_fault"))(name);
    }

    public void SetVersion(int major, int minor) =>
        ((delegate* unmanaged<int, int, void>)Get("fake_nvinfer_set_version"))(major, minor);

    public void SetDevices(int count) => ((delegate* unmanaged<int, void>)Get("fake_cuda_set_devices"))(count);

    /// <summary>Everything was given back, and nothing misused.</summary>
    public void ShouldBeClean()
    {
        Complaints.ShouldBeEmpty();
        Live.ShouldBe(0, "of CUDA was not given back");
        LiveObjects.ShouldBe(0, "of TensorRT was not deleted");
    }

    /// <summary>The library itself stays loaded: the plugin holds it too.</summary>
    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text + "\0");

    private nint Get(string export) => NativeLibrary.GetExport(_library, export);
}
