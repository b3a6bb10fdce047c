using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Tests.Fixtures;
using static PolicyGate.Tests.Fixtures.TorchModels;

namespace PolicyGate.Tests.Backends;

public sealed class TorchSharpLoadingTests : IDisposable
{
    private static readonly string ActTiny = Repository.At("tests/data/act-tiny/model.pt");

    private readonly TemporaryPlugins _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void Every_wrong_option_is_told_at_once_with_the_nearest_right_one()
    {
        List<string> errors = [];
        ShippedPlugins.Get("TorchSharp").Check(
            TestContexts.Options(
                ("Thread", "1"), ("InterOpThreads", "many"), ("WarmUpRuns", "-1"), ("Optimize", "Frozen"),
                ("InferenceMode", "yes")),
            errors).ShouldBeNull();

        errors.Count.ShouldBe(5);
        errors.ShouldContain(e => e.Contains("Thread ") && e.Contains("did you mean 'Threads'?"));
        errors.ShouldContain(e => e.Contains("InterOpThreads") && e.Contains("from 1 to 256, found 'many'"));
        errors.ShouldContain(e => e.Contains("WarmUpRuns") && e.Contains("from 0 to 1000, found '-1'"));
        errors.ShouldContain(e => e.Contains("Optimize is 'Frozen'") && e.Contains("None, Freeze, Inference"));
        errors.ShouldContain(e => e.Contains("InferenceMode must be true or false"));
    }

    [NeedsLibTorchTheory]
    [InlineData("None")]
    [InlineData("freeze")]
    [InlineData("Inference")]
    public void Each_optimisation_gives_the_same_answer(string optimization)
    {
        using IPolicy policy = ShippedPlugins.Load(
            "TorchSharp", Of("tests/data/act-tiny", "TorchSharp", ("Optimize", optimization)));
        using IPolicy reference = ShippedPlugins.Load("Onnx", Of("tests/data/act-tiny", "Onnx"));
        using IInference inference = policy.CreateInference(NothingFree);
        using IInference expected = reference.CreateInference(NothingFree);
        State(inference).Fill(0.25f);
        State(expected).Fill(0.25f);

        inference.Run(Arguments).ShouldBe(RunResult.Ok);
        expected.Run(Arguments).ShouldBe(RunResult.Ok);

        Floats(inference).Zip(Floats(expected), (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
        policy.Identity.Properties["optimize"].ShouldBe(optimization, StringCompareShould.IgnoreCase);
        policy.Identity.Engine.ShouldBe("LibTorch");
    }

    [NeedsLibTorchFact]
    public void Threads_are_the_processs_and_whoever_wants_others_is_refused_until_the_last_policy_is_gone()
    {
        using (IPolicy first = ShippedPlugins.Load("TorchSharp", Method("forward", options: ("Threads", "2"))))
        {
            first.Identity.Properties["threads"].ShouldBe("2");
            string refusal = ShippedPlugins.Refusal("TorchSharp", Method("forward", options: ("Threads", "3")));
            refusal.ShouldContain("Threads is 3");
            refusal.ShouldContain("runs with 2");
            refusal.ShouldContain("\"Isolation\": \"Process\"");
            using IPolicy same = ShippedPlugins.Load("TorchSharp", Method("forward", options: ("Threads", "2")));
            using IPolicy whatever = ShippedPlugins.Load("TorchSharp", Method("forward"));
            whatever.Identity.Properties["threads"].ShouldBe("2");
        }

        using IPolicy later = ShippedPlugins.Load("TorchSharp", Method("forward", options: ("Threads", "3")));
        later.Identity.Properties["threads"].ShouldBe("3");
    }

    [Fact]
    public void A_missing_file_a_folder_and_a_missing_name_are_told()
    {
        string path = Path.Combine(_plugins.Folder, "absent.pt");
        Refusal(path).ShouldContain($"{path} is not there");
        Refusal(_plugins.Folder).ShouldContain($"{_plugins.Folder} is a folder");
        ShippedPlugins.Refusal("TorchSharp", Method("forward") with { ModelPath = null }).ShouldContain("names no model");
    }

    [Fact]
    public void A_file_of_another_kind_is_named_with_what_it_is()
    {
        Refusal(Repository.At("tests/data/act-tiny/model.onnx")).ShouldContain("model.onnx is no TorchScript file");
        Refusal(Repository.At("README.md")).ShouldContain("README.md is no TorchScript file");
        Refusal(At("state-dict")).ShouldContain("is what torch.save writes");
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_by_its_path()
    {
        byte[] whole = File.ReadAllBytes(ActTiny);
        var random = new Random(3);
        string path = Path.Combine(_plugins.Folder, "cut.pt");
        int[] lengths =
        [
            0, 1, 4, 30, 64, 1000, whole.Length / 2, whole.Length - 1, whole.Length - 22, whole.Length - 100,
            .. Enumerable.Range(0, 40).Select(_ => random.Next(whole.Length)),
        ];
        foreach (int length in lengths)
        {
            File.WriteAllBytes(path, whole[..length]);
            Refusal(path).ShouldContain(path, Case.Sensitive, $"cut to {length} bytes");
        }
    }

    [Fact]
    public void A_turned_bit_in_a_weight_is_told_with_its_place()
    {
        byte[] damaged = File.ReadAllBytes(ActTiny);
        // The first entry's name, then its extra field, then 1536 bytes of weights.
        int at = damaged.AsSpan().IndexOf("model/data/0"u8) + 200;
        string path = Path.Combine(_plugins.Folder, "damaged.pt");
        for (int bit = 0; bit < 8; bit++)
        {
            damaged[at + bit] ^= (byte)(1 << bit);
            File.WriteAllBytes(path, damaged);

            Refusal(path).ShouldContain($"{path} is damaged: the checksum of its 'model/data/0'");
        }
    }

    [NeedsLibTorchTheory]
    [InlineData("forwards", "it has no method forwards; there are: ", "refuses")]
    [InlineData("two", "two(image: Tensor, state: Tensor) -> Tensor takes 2 arguments", "policy.json gives it 1")]
    public void A_method_that_is_not_there_or_takes_others_is_told(string method, params string[] told)
    {
        string refusal = ShippedPlugins.Refusal("TorchSharp", Method(method));
        refusal.ShouldContain(At("methods"));
        foreach (string words in told)
            refusal.ShouldContain(words);
    }

    [NeedsLibTorchFact]
    public void An_argument_that_is_no_tensor_is_told()
    {
        PolicySignature declared = Joints with
        {
            Inputs = [.. Joints.Inputs, Input("times", ElementType.Int64, 1)],
        };
        ShippedPlugins.Refusal("TorchSharp", Method("counted", declared)).ShouldContain("argument 2");
    }

    [Fact]
    public void What_policy_json_must_say_and_does_not_is_told()
    {
        ShippedPlugins.Refusal("TorchSharp", Method("forward") with { Declared = null })
            .ShouldContain("TorchScript has none of its own");
        PolicySignature text = Joints with { Inputs = [.. Joints.Inputs, Input("task", ElementType.Utf8, 1)] };
        ShippedPlugins.Refusal("TorchSharp", Method("forward", text)).ShouldContain("task utf8 [1] is text");
        ShippedPlugins.Refusal("TorchSharp", Method("forward", order: ["state"])).ShouldContain("'state', which is none");
    }

    [NeedsLibTorchTheory]
    [InlineData("cuda:x", "cpu, cuda and cuda:NUMBER")]
    [InlineData("tpu", "cpu, cuda and cuda:NUMBER")]
    public void An_unknown_device_is_told_with_the_known_ones(string device, string told) =>
        ShippedPlugins.Refusal("TorchSharp", Method("forward") with { Device = device }).ShouldContain(told);

    [NeedsLibTorchFact]
    public void A_gpu_that_is_not_to_be_had_is_told_with_the_reason()
    {
        string refusal = ShippedPlugins.Refusal("TorchSharp", Method("forward") with { Device = "cuda:63" });
        (refusal.Contains("built without CUDA") || refusal.Contains("GPUs; nvidia-smi")).ShouldBeTrue(refusal);
    }

    [Fact]
    public void Without_its_native_part_the_plugin_says_what_to_install()
    {
        string folder = CopyOfPlugin();
        File.Delete(Path.Combine(folder, "libpolicygate_torch.so"));
        File.WriteAllText(Path.Combine(folder, "libpolicygate_torch.missing"), "libtorch is not installed: no script.h\n");

        string message = LoadFromCopy();

        message.ShouldContain("libpolicygate_torch.so: not there");
        message.ShouldContain("libtorch is not installed: no script.h");
        message.ShouldContain("apt-get install");
        message.ShouldContain("libtorch-dev libopenblas0-pthread");
        message.ShouldContain("LIBTORCH=FOLDER");
    }

    [Fact]
    public void A_damaged_native_part_is_told_with_the_loaders_words()
    {
        File.WriteAllText(Path.Combine(CopyOfPlugin(), "libpolicygate_torch.so"), "not a library");
        LoadFromCopy().ShouldContain("file too short");
    }

    [NeedsLibTorchFact]
    public void The_diagnosis_names_version_library_and_what_multiplies_matrices()
    {
        List<Finding> findings = [];
        ShippedPlugins.Get("TorchSharp").Diagnose(findings).ShouldBeNull();

        findings.ShouldContain(finding => finding.Subject == "libtorch" && finding.Text.Contains("libtorch_cpu.so"));
        findings.ShouldContain(finding => finding.Subject == "BLAS" && finding.Text.Contains('/'));
        findings.ShouldContain(finding => finding.Subject == "threads");
        findings.ShouldContain(finding => finding.Subject == "CUDA");
    }

    [NeedsLibTorchFact]
    public void A_model_is_described_without_loading_its_policy()
    {
        List<Finding> findings = [];
        ShippedPlugins.Get("TorchSharp").Describe(ActTiny, findings).ShouldBeNull();
        findings.ShouldContain(new Finding(
            FindingLevel.Ok, "method",
            "forward(state: Tensor, head_left: Tensor, wrist_left: Tensor, wrist_right: Tensor) -> Tensor"));
        findings.ShouldContain(new Finding(FindingLevel.Ok, "parameters", "269032 in 1076128 bytes"));
    }

    [Fact]
    public void The_plugins_folder_holds_nothing_of_the_host()
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(Path.Combine(ShippedPlugins.Folder, "TorchSharp")).Select(Path.GetFileName)!,
        ];
        files.ShouldContain("PolicyGate.TorchSharp.dll");
        files.ShouldContain(file => file.StartsWith("libpolicygate_torch."));
        files.ShouldNotContain("PolicyGate.Abstractions.dll");
        files.ShouldNotContain(file => file.StartsWith("Microsoft.Extensions."));
    }

    private static string Refusal(string model) =>
        ShippedPlugins.Refusal("TorchSharp", Method("forward") with { ModelPath = model });

    private string CopyOfPlugin()
    {
        string copy = Path.Combine(_plugins.Folder, "TorchSharp");
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ShippedPlugins.Folder, "TorchSharp")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private string LoadFromCopy()
    {
        _plugins.Host().Load("TorchSharp", out Plugin? plugin).ShouldBeNull();
        GatewayError error =
            plugin.ShouldNotBeNull().Load(Method("forward"), CancellationToken.None, out _).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.Unavailable);
        return error.Message;
    }
}
