using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends;

public sealed class OnnxLoadingTests : IDisposable
{
    private static readonly string Model =
        Repository.At("tests/data/act-tiny/model.onnx");

    private readonly TemporaryPlugins _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void Every_wrong_option_is_told_at_once_with_the_nearest_right_one()
    {
        List<string> errors = [];
        ShippedPlugins.Get("Onnx").Check(
            TestContexts.Options(
                ("IntraOpThread", "1"), ("InterOpThreads", "many"), ("ExecutionProviders:0", "cudo"),
                ("GraphOptimization", "7"), ("AllowSpinning", "yes")),
            errors).ShouldBeNull();

        errors.Count.ShouldBe(5);
        errors.ShouldContain(e => e.Contains("IntraOpThread ") && e.Contains("did you mean 'IntraOpThreads'?"));
        errors.ShouldContain(e => e.Contains("InterOpThreads") && e.Contains("from 1 to 256, found 'many'"));
        errors.ShouldContain(e => e.Contains("did you mean 'Cuda'?"));
        errors.ShouldContain(e => e.Contains("GraphOptimization is '7'") && e.Contains("Basic, Extended, All"));
        errors.ShouldContain(e => e.Contains("AllowSpinning must be true or false"));
    }

    [Fact]
    public void Right_options_have_no_errors_and_reach_the_engine()
    {
        (string, string)[] options =
        [
            ("intraopthreads", "2"), ("InterOpThreads", "2"), ("AllowSpinning", "true"), ("GraphOptimization", "basic"),
            ("ExecutionProviders:0", "cpu"), ("LogSeverity", "Error"),
        ];
        List<string> errors = [];
        ShippedPlugins.Get("Onnx").Check(TestContexts.Options(options), errors).ShouldBeNull();
        errors.ShouldBeEmpty();

        using IPolicy policy = ShippedPlugins.Load("Onnx", Of(Model, options));
        policy.Identity.Properties["intra_op_threads"].ShouldBe("2");
        policy.Identity.Properties["graph_optimization"].ShouldBe("Basic");
    }

    [Fact]
    public void A_small_model_runs_on_one_thread_unless_told_otherwise()
    {
        using IPolicy policy = ShippedPlugins.Load("Onnx", Of(Model));
        policy.Identity.Properties["intra_op_threads"].ShouldBe("1");
    }

    [Fact]
    public void A_file_that_is_no_model_is_named_with_the_engines_reason()
    {
        string path = Path.Combine(_plugins.Folder, "broken.onnx");
        File.WriteAllBytes(path, File.ReadAllBytes(Model)[..5000]);

        string refusal = ShippedPlugins.Refusal("Onnx", Of(path));

        refusal.ShouldContain(path);
        refusal.ShouldContain("InvalidProtobuf");
    }

    [Fact]
    public void A_missing_file_and_a_missing_name_are_told()
    {
        string path = Path.Combine(_plugins.Folder, "absent", "model.onnx");
        ShippedPlugins.Refusal("Onnx", Of(path)).ShouldContain($"{path} is not there");
        ShippedPlugins.Refusal("Onnx", Of(Model) with { ModelPath = null }).ShouldContain("names no model");
    }

    [Fact]
    public void A_missing_native_library_is_told_with_the_paths_that_were_tried()
    {
        using var onnx = new CopiedOnnx();
        File.Delete(Path.Combine(onnx.Folder, "libonnxruntime.so"));

        string message = onnx.Refusal(Of(Model));

        message.ShouldContain("native library of ONNX Runtime cannot be loaded");
        message.ShouldContain("libonnxruntime.so: not there");
        message.ShouldContain("runtimes/");
        message.ShouldNotContain("TypeInitializationException");
    }

    [Fact]
    public void A_damaged_native_library_is_told_with_the_loaders_words()
    {
        using var onnx = new CopiedOnnx();
        File.WriteAllText(Path.Combine(onnx.Folder, "libonnxruntime.so"), "not a library");

        onnx.Refusal(Of(Model)).ShouldContain("file too short");
    }

    [Fact]
    public void A_gpu_without_its_provider_is_told_how_to_get_it()
    {
        using var onnx = new CopiedOnnx();
        onnx.Refusal(Of(Model) with { Device = "cuda" }).ShouldContain("-p:OnnxRuntimeProviders=cuda13");
    }

    [Theory]
    [InlineData("cuda:x")]
    [InlineData("cudaX")]
    [InlineData("cuda:")]
    [InlineData("tpu")]
    public void An_unknown_device_is_told_with_the_known_ones(string device) =>
        ShippedPlugins.Refusal("Onnx", Of(Model) with { Device = device }).ShouldContain("cpu, cuda and cuda:NUMBER");

    [Fact]
    public void Providers_must_agree_with_the_device() =>
        ShippedPlugins.Refusal("Onnx", Of(Model, ("ExecutionProviders:0", "cuda")))
            .ShouldContain("'cpu' but ExecutionProviders are Cuda; make them agree");

    [Fact]
    public void The_engines_own_messages_reach_the_log()
    {
        using var onnx = new CopiedOnnx();
        var log = new LogLines();
        PolicyContext context = Of(Model, ("LogSeverity", "Information")) with { Logger = log };

        onnx.Load(context, out IPolicy? policy).ShouldBeNull();

        policy.ShouldNotBeNull().Dispose();
        log.All.ShouldContain(line => line.StartsWith("Information: ") && line.Contains("inference_session.cc"));
    }

    [Fact]
    public void The_diagnosis_names_the_version_and_the_library()
    {
        List<Finding> findings = [];
        ShippedPlugins.Get("Onnx").Diagnose(findings).ShouldBeNull();

        findings.ShouldAllBe(finding => finding.Level == FindingLevel.Ok);
        findings.ShouldContain(finding => finding.Subject == "ONNX Runtime" && finding.Text.StartsWith("1."));
        findings.ShouldContain(finding => finding.Text.EndsWith("libonnxruntime.so"));
        findings.ShouldContain(finding => finding.Text.Contains("CPUExecutionProvider"));
    }

    [Fact]
    public void A_model_is_described_without_loading_its_policy()
    {
        List<Finding> findings = [];
        ShippedPlugins.Get("Onnx").Describe(Model, findings).ShouldBeNull();
        findings.ShouldContain(new Finding(FindingLevel.Ok, "input", "observation.state float32 [1, 16]"));
        findings.ShouldContain(new Finding(FindingLevel.Ok, "output", "action float32 [1, 20, 16]"));
    }

    [Fact]
    public void The_plugins_folder_holds_what_it_needs_and_nothing_of_the_host()
    {
        string folder = Path.Combine(ShippedPlugins.Folder, "Onnx");
        string[] files = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))];
        files.ShouldContain("PolicyGate.Onnx.dll");
        files.ShouldContain("System.Numerics.Tensors.dll");
        files.ShouldNotContain("PolicyGate.Abstractions.dll");
        files.ShouldNotContain(file => file.StartsWith("Microsoft.Extensions."));
    }

    private static PolicyContext Of(string model, params (string, string)[] options) =>
        TestContexts.Of(Path.GetDirectoryName(model)!, model, options: options);
}
