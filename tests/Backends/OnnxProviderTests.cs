using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends;

/// <summary>
/// What a policy's <c>ExecutionProviders</c> may say, and what becomes of it on a machine without a GPU.
/// </summary>
public sealed class OnnxProviderTests
{
    private static readonly string Model = Repository.At("tests/data/act-tiny/model.onnx");

    [Fact]
    public void Providers_are_words_or_objects_with_options_of_their_own()
    {
        Errors(
            ("ExecutionProviders:0:Name", "tensorrt"), ("ExecutionProviders:0:Options:trt_fp16_enable", "1"),
            ("ExecutionProviders:0:Options:trt_of_a_later_version", "1"),
            ("ExecutionProviders:1:Name", "Cuda"), ("ExecutionProviders:1:Options:use_tf32", "True"),
            ("ExecutionProviders:2", "CPU"), ("AllowCpuFallback", "true"), ("CudaGraph", "true"),
            ("CacheFolder", "/var/cache/policygate")).ShouldBeEmpty();
        Errors(("ExecutionProviders", "cpu")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0:Nmae", "Cuda", "Nmae is not known; did you mean 'Name'?")]
    [InlineData("0:Options:use_tf32", "1", "must be one of TensorRT, Cuda, Cpu, or an object with such a Name")]
    [InlineData("0:Name", "ROCm", "ExecutionProviders:0:Name is 'ROCm'; known are TensorRT, Cuda, Cpu")]
    [InlineData("0", "TensorR", "did you mean 'TensorRT'?")]
    [InlineData("1", "Cuda", "names Cuda for the second time")]
    [InlineData("2", "TensorRT", "names TensorRT after Cpu, which runs every operator")]
    [InlineData("0:Options", "use_tf32=1", "must be an object of ONNX Runtime's options, found 'use_tf32=1'")]
    [InlineData("0:Options:use_tf23", "1", "Options:use_tf23 is not known; did you mean 'use_tf32'?")]
    [InlineData("0:Options:trt_fp16_enable", "1", "trt_fp16_enable is not known")]
    [InlineData("0:Options:device_id", "1", "the policy's Device names the GPU")]
    [InlineData("0:Options:enable_cuda_graph", "1", "CudaGraph does it")]
    [InlineData("0:Options:user_compute_stream", "4096", "takes an address")]
    public void A_wrong_entry_is_told_with_its_place(string key, string value, string expected)
    {
        Dictionary<string, string> options = new()
        {
            ["ExecutionProviders:0:Name"] = "Cuda",
            ["ExecutionProviders:1"] = "Cpu",
            [$"ExecutionProviders:{key}"] = value,
        };
        if (key is "0" or "0:Options:use_tf32" or "0:Nmae")
            options.Remove("ExecutionProviders:0:Name");

        Errors([.. options.Select(option => (option.Key, option.Value))])
            .ShouldContain(error => error.Contains(expected));
    }

    [Fact]
    public void What_TensorRT_alone_knows_is_near_to_its_own_names_and_the_cpu_has_none()
    {
        Errors(("ExecutionProviders:0:Name", "TensorRT"), ("ExecutionProviders:0:Options:rt_fp16_enable", "1"))
            .ShouldHaveSingleItem().ShouldContain("did you mean 'trt_fp16_enable'?");
        Errors(("ExecutionProviders:0:Name", "Cpu"), ("ExecutionProviders:0:Options:use_arena", "1"))
            .ShouldHaveSingleItem().ShouldContain("the CPU's provider has no options");
        Errors(("CacheFolder", "cache")).ShouldHaveSingleItem().ShouldContain("must be an absolute path");
    }

    [Fact]
    public void TensorRT_is_told_to_need_another_build()
    {
        using var onnx = new CopiedOnnx();

        string refusal = onnx.Refusal(OnGpu(("ExecutionProviders:0", "TensorRT"), ("CacheFolder", onnx.Folder)));

        refusal.ShouldContain("is not in this build of ONNX Runtime");
        refusal.ShouldContain("-p:OnnxRuntimeNatives=FOLDER");
    }

    [Fact]
    public void TensorRTs_cache_is_the_users_own_and_of_one_model()
    {
        using var onnx = new CopiedOnnx();
        string cache = Path.Combine(onnx.Folder, "cache");
        onnx.Refusal(OnGpu(("ExecutionProviders:0", "TensorRT"), ("CacheFolder", cache)));

        string engines = Directory.EnumerateDirectories(cache).ShouldHaveSingleItem();
        Path.GetFileName(engines).Length.ShouldBe(16);
        File.GetUnixFileMode(cache).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        string file = Path.Combine(onnx.Folder, "file");
        File.WriteAllText(file, "");
        onnx.Refusal(OnGpu(("ExecutionProviders:0", "TensorRT"), ("CacheFolder", Path.Combine(file, "cache"))))
            .ShouldContain("let CacheFolder name a folder that can be written");
    }

    [Fact]
    public void A_gpu_whose_libraries_are_missing_is_told_with_the_loaders_words()
    {
        using var onnx = new CopiedOnnx();
        File.WriteAllText(onnx.Cuda, "not a library");

        string refusal = onnx.Refusal(OnGpu());

        refusal.ShouldContain("the CUDA execution provider cannot be used");
        refusal.ShouldContain("file too short");
        refusal.ShouldContain("NVIDIA driver");
    }

    [Fact]
    public void The_cpu_takes_over_only_where_that_is_allowed_and_says_so()
    {
        using var onnx = new CopiedOnnx();
        onnx.Refusal(OnGpu(("ExecutionProviders:0", "Cuda"), ("ExecutionProviders:1", "Cpu")))
            .ShouldContain("the CUDA execution provider is not built in");

        var log = new LogLines();
        PolicyContext allowed = OnGpu(
            ("ExecutionProviders:0", "TensorRT"), ("ExecutionProviders:1", "Cuda"), ("AllowCpuFallback", "true"),
            ("CacheFolder", onnx.Folder)) with { Logger = log };
        onnx.Load(allowed, out IPolicy? policy).ShouldBeNull();

        using (policy.ShouldNotBeNull())
        {
            policy.Identity.Properties["execution_providers"].ShouldBe("cpu");
            policy.Identity.Properties["nodes"].ShouldMatch("^cpu [0-9]+$");
        }
        string[] warnings = [.. log.All.Where(line => line.StartsWith("Warning", StringComparison.Ordinal))];
        warnings.Length.ShouldBe(2);
        warnings[0].ShouldContain("cannot run on tensorrt (GPU 0), cuda (GPU 0) and is tried on cuda (GPU 0)");
        warnings[1].ShouldContain("is tried on cpu, as AllowCpuFallback allows: the CUDA execution provider");
    }

    [Fact]
    public void What_really_runs_is_read_back_and_logged()
    {
        var log = new LogLines();
        using IPolicy policy = ShippedPlugins.Load("Onnx", Context(Model) with { Logger = log });

        string nodes = policy.Identity.Properties["nodes"];
        nodes.ShouldMatch("^cpu [1-9][0-9]+$");
        log.Text.ShouldContain($"on cpu, nodes: {nodes}, IntraOpThreads 1");
    }

    private static PolicyContext OnGpu(params (string, string)[] options) =>
        Context(Model, options) with { Device = "cuda" };

    private static PolicyContext Context(string model, params (string, string)[] options) =>
        TestContexts.Of(Path.GetDirectoryName(model)!, model, options: options);

    private static List<string> Errors(params (string, string)[] options)
    {
        List<string> errors = [];
        ShippedPlugins.Get("Onnx").Check(TestContexts.Options(options), errors).ShouldBeNull();
        return errors;
    }
}
