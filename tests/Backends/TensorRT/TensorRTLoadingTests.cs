using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>What is refused, and what the operator reads then.</summary>
public sealed class TensorRTLoadingTests
{
    [Fact]
    public void Every_wrong_option_is_told_at_once_with_the_nearest_right_one()
    {
        List<string> errors = [];
        ShippedPlugins.Get("TensorRT").Check(
            TestContexts.Options(
                ("NvInferLib", "x"), ("CudaGraph", "yes"), ("Scheduling", "Spinn"), ("Profile", "-1"),
                ("CudaLibrary", "lib/libcuda.so.1"), ("HostMemory", "1")),
            errors).ShouldBeNull();

        errors.Count.ShouldBe(6);
        errors.ShouldContain(e => e.Contains("did you mean 'NvInferLibrary'?"));
        errors.ShouldContain(e => e.Contains("CudaGraph must be true or false"));
        errors.ShouldContain(e => e.Contains("did you mean 'Spin'?"));
        errors.ShouldContain(e => e.Contains("Profile must be a whole number from 0"));
        errors.ShouldContain(e => e.Contains("must be an absolute path") && e.Contains("lib/libcuda.so.1"));
        errors.ShouldContain(e => e.Contains("HostMemory is '1'") && e.Contains("Locked, Staged"));
    }

    [NeedsFakeGpuTheory]
    [InlineData("cpu", "\"Device\": \"cuda\"")]
    [InlineData("cuda:", "\"Device\": \"cuda\"")]
    [InlineData("cudax", "\"Device\": \"cuda\"")]
    [InlineData("cuda:1", "the driver shows 1 GPUs")]
    public void A_device_that_is_no_GPU_here_is_refused(string device, string told)
    {
        using FakeGpu gpu = new(10);
        ShippedPlugins.Refusal("TensorRT", gpu.Context(FakeEngines.Ramp) with { Device = device })
            .ShouldContain(told);
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuFact]
    public void A_missing_driver_or_TensorRT_is_told_with_what_was_tried_and_what_to_do()
    {
        using FakeGpu gpu = new(10);
        string withoutDriver = gpu.Refusal(FakeEngines.Ramp, ("CudaLibrary", "/none/libcuda.so.1"));
        withoutDriver.ShouldContain("NVIDIA's driver cannot be loaded");
        withoutDriver.ShouldContain("/none/libcuda.so.1: cannot open shared object file");
        withoutDriver.ShouldContain("nvidia-smi");

        string without = gpu.Refusal(FakeEngines.Ramp, ("NvInferLibrary", "/none/libnvinfer.so.10"));
        without.ShouldContain("TensorRT cannot be loaded");
        without.ShouldContain("/none/libnvinfer.so.10: cannot open shared object file");
        without.ShouldContain("NvInferLibrary");
    }

    [NeedsFakeGpuFact]
    public void A_driver_without_a_GPU_is_told_in_its_own_words()
    {
        using FakeGpu gpu = new(10);
        gpu.SetDevices(0);
        string told = gpu.Refusal(FakeEngines.Ramp);
        told.ShouldContain("CUDA_ERROR_NO_DEVICE (100, no CUDA-capable device is detected)");
        told.ShouldContain("nvidia-smi");
    }

    [NeedsFakeGpuTheory]
    [InlineData(8, 6, "is TensorRT 8.6.1.11; supported are TensorRT 10 and 11")]
    [InlineData(9, 3, "is TensorRT 9.3.1.11; supported are TensorRT 10 and 11")]
    [InlineData(12, 0, "is TensorRT 12.0.1.11; supported are TensorRT 10 and 11")]
    [InlineData(1, 2, "is TensorRT for RTX 1.2.1.11, another product")]
    public void Another_major_is_refused_before_anything_of_it_is_called(int major, int minor, string told)
    {
        using FakeGpu gpu = new(10);
        gpu.SetVersion(major, minor);
        gpu.Refusal(FakeEngines.Ramp).ShouldContain(told);
        gpu.ShouldBeClean();
    }

    [Fact]
    public void A_library_that_is_not_the_driver_is_refused()
    {
        string model = Repository.At("tests/data/policies/fake-engine/model.engine");
        PolicyContext context = TestContexts.Of(
            Path.GetDirectoryName(model)!, model, options: [("CudaLibrary", "libc.so.6")]);
        ShippedPlugins.Refusal("TensorRT", context with { Device = "cuda" })
            .ShouldContain("libc.so.6 has no function cuInit");
    }

    [NeedsFakeGpuFact]
    public void A_library_that_is_not_TensorRT_is_refused()
    {
        using FakeGpu gpu = new(10);
        gpu.Refusal(FakeEngines.Ramp, ("NvInferLibrary", "libc.so.6")).ShouldContain("is not TensorRT's runtime");
    }

    [NeedsFakeGpuFact]
    public void A_newer_minor_is_a_warning()
    {
        using FakeGpu gpu = new(11);
        gpu.SetVersion(11, 4);
        LogLines log = new();
        using IPolicy policy = gpu.Load(FakeEngines.Ramp, log);
        log.Text.ShouldContain("Warning: ");
        log.Text.ShouldContain("TensorRT 11.4.1.11) is newer than what this backend was measured against");
    }

    [NeedsFakeGpuTheory]
    [InlineData(10, 11)]
    [InlineData(11, 10)]
    public void An_engine_of_another_TensorRT_is_refused_with_TensorRTs_words_and_how_to_rebuild(int major, int built)
    {
        using FakeGpu gpu = new(major);
        string engine = FakeEngines.Ramp.Replace("name ramp", $"built-with {built}", StringComparison.Ordinal);
        string told = gpu.Refusal(engine);
        told.ShouldContain("model.engine");
        told.ShouldContain($"expecting library version {major}.0.0.0 got {built}.0.0.0");
        told.ShouldContain("trtexec --onnx");
        told.ShouldContain("Fake GPU 0");
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuFact]
    public void An_engine_cut_off_anywhere_is_refused()
    {
        using FakeGpu gpu = new(10);
        for (int length = 0; length < FakeEngines.Ramp.Length - 1; length += 7)
        {
            string told = gpu.Refusal(FakeEngines.Ramp[..length]);
            told.ShouldContain("model.engine");
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData(10, "runtime-pimpl", "the runtime's getPImpl is not the runtime")]
    [InlineData(11, "runtime-pimpl", "the runtime's getPImpl is not the runtime")]
    [InlineData(10, "runtime-logger", "the runtime's getLogger is not the logger")]
    [InlineData(11, "runtime-logger", "the runtime's getLogger is not the logger")]
    [InlineData(10, "no-runtime", "makes no runtime")]
    public void A_library_whose_runtime_is_not_as_expected_is_refused(int major, string fault, string told)
    {
        using FakeGpu gpu = new(major);
        gpu.Fault(fault);
        string refusal = gpu.Refusal(FakeEngines.Ramp);
        refusal.ShouldContain(told);
        refusal.ShouldContain($"{gpu.Library} (TensorRT {major}.");
        gpu.Complaints.ShouldBeEmpty();
        gpu.Live.ShouldBe(0);
    }

    [NeedsFakeGpuTheory]
    [InlineData("engine-pimpl", "the engine's getPImpl is not the engine")]
    [InlineData("many-tensors", "the engine has 1048576 inputs and outputs")]
    [InlineData("no-tensors", "the engine has 0 inputs and outputs")]
    [InlineData("no-name", "the engine's tensor 0 has no name")]
    [InlineData("bad-mode", "the engine's tensor 0 is neither in nor out")]
    public void An_engine_that_does_not_answer_as_expected_is_refused_by_the_librarys_version(
        string fault, string told)
    {
        foreach (int major in (int[])[10, 11])
        {
            using FakeGpu gpu = new(major);
            string refusal = gpu.Refusal(FakeEngines.With(fault));
            refusal.ShouldContain(told);
            refusal.ShouldContain($"(TensorRT {major}.");
            refusal.ShouldContain("Supported are TensorRT 10 and 11");
            gpu.Complaints.ShouldBeEmpty();
            // Nothing of it is called again.
            gpu.Refusal(FakeEngines.Ramp).ShouldContain(told);
        }
    }

    [NeedsFakeGpuTheory]
    [InlineData("format action", "output 'action' is laid out in TensorRT's format 3; supported is linear")]
    [InlineData("host observation.state", "input 'observation.state' is a shape tensor")]
    [InlineData("shape observation.state", "input 'observation.state' is a shape tensor")]
    public void An_engine_with_something_unsupported_is_refused_by_the_tensors_name(string fault, string told)
    {
        foreach (int major in (int[])[10, 11])
        {
            using FakeGpu gpu = new(major);
            string refusal = gpu.Refusal(FakeEngines.With(fault));
            refusal.ShouldContain(told);
            refusal.ShouldContain("model.engine");
            gpu.ShouldBeClean();
        }
    }

    [NeedsFakeGpuFact]
    public void A_type_that_the_contract_lacks_is_refused()
    {
        using FakeGpu gpu = new(10);
        gpu.Refusal(FakeEngines.Echo("fp8")).ShouldContain("elements of TensorRT's type Fp8 (6)");
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData(10)]
    [InlineData(11)]
    public void TensorRTs_own_lines_are_logged_at_their_level_from_its_threads_too(int major)
    {
        using FakeGpu gpu = new(major);
        LogLines log = new();
        using (gpu.Load(FakeEngines.With("log-from-thread"), log))
        {
            log.Text.ShouldContain("Warning: from a thread of TensorRT's own \n");
            log.Text.ShouldNotContain("Loaded engine size");
        }
        using (gpu.Load(FakeEngines.Ramp, log, ("LogSeverity", "Info")))
            log.Text.ShouldContain("Information: Loaded engine size: 0 MiB");
    }

    [NeedsFakeGpuFact]
    public void A_model_that_is_not_there_or_a_folder_is_told_by_its_path()
    {
        using FakeGpu gpu = new(10);
        PolicyContext context = gpu.Context(FakeEngines.Ramp);
        ShippedPlugins.Refusal("TensorRT", context with { ModelPath = "/none/model.engine" })
            .ShouldContain("/none/model.engine is not there");
        ShippedPlugins.Refusal("TensorRT", context with { ModelPath = context.Folder })
            .ShouldContain($"{context.Folder} is a folder");
        ShippedPlugins.Refusal("TensorRT", context with { ModelPath = null }).ShouldContain("\"TensorRT\": ");
        gpu.ShouldBeClean();
    }
}
