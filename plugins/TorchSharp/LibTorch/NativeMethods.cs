using System.Runtime.InteropServices;
using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary>native/pgt.h, which says what each function does.</summary>
internal static unsafe partial class NativeMethods
{
    public const string Library = "policygate_torch";

    /// <summary>Of the header that these signatures were written from.</summary>
    public const int Version = 1;

    [LibraryImport(Library, EntryPoint = "pgt_abi_version")]
    public static partial int AbiVersion();

    [LibraryImport(Library, EntryPoint = "pgt_engine_read")]
    public static partial TorchCallStatus ReadEngine(NativeEngine* engine, NativeText text);

    [LibraryImport(Library, EntryPoint = "pgt_set_threads")]
    public static partial TorchCallStatus SetThreads(int threads, int inter, NativeText text);

    [LibraryImport(Library, EntryPoint = "pgt_module_load", StringMarshalling = StringMarshalling.Utf8)]
    public static partial TorchCallStatus LoadModule(
        string path, string device, out ModuleHandle module, NativeText text);

    [LibraryImport(Library, EntryPoint = "pgt_module_check", StringMarshalling = StringMarshalling.Utf8)]
    public static partial TorchCallStatus CheckMethod(
        ModuleHandle module, string method, int arguments, NativeText text);

    [LibraryImport(Library, EntryPoint = "pgt_module_optimize", StringMarshalling = StringMarshalling.Utf8)]
    public static partial TorchCallStatus Optimize(
        ModuleHandle module, string method, TorchOptimization optimization, NativeText text);

    [LibraryImport(Library, EntryPoint = "pgt_module_describe")]
    public static partial TorchCallStatus Describe(ModuleHandle module, NativeText text);

    [LibraryImport(Library, EntryPoint = "pgt_module_free")]
    public static partial void FreeModule(nint module);

    [LibraryImport(Library, EntryPoint = "pgt_inference_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial TorchCallStatus CreateInference(
        ModuleHandle module, string method, NativeTensor* inputs, int inputCount, NativeTensor* outputs,
        int outputCount, int inferenceMode, out InferenceHandle inference, NativeText text);

    [LibraryImport(Library, EntryPoint = "pgt_inference_run")]
    public static partial TorchCallStatus Run(InferenceHandle inference, NativeText text);

    [LibraryImport(Library, EntryPoint = "pgt_inference_free")]
    public static partial void FreeInference(nint inference);
}
