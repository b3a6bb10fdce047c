using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Backends.Contract;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Tools;

/// <summary><c>tools/export_lerobot.py</c> with LeRobot's own ACT policy, as far as the environment goes: see
/// tests/peers/lerobot/export_checkpoint.py for what stands in for what.</summary>
public sealed class ExportLeRobotTests : IDisposable
{
    private const string Tool = "tools/export_lerobot.py";
    private const string OverLeRobot = "tests/peers/lerobot/export_checkpoint.py";
    private const int InputsCompared = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string Checkpoint = Repository.At("tests/data/lerobot/checkpoint-act-0.4.4");
    private static readonly string OldCheckpoint = Repository.At("tests/data/lerobot/checkpoint-act-0.3.3");

    private readonly string _folder = Directory.CreateTempSubdirectory("policygate-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NeedsPythonModuleFact("lerobot", "torchvision", "python3-torchvision")]
    public async Task A_checkpoint_becomes_the_network_that_LeRobot_runs()
    {
        PythonResult result = await Run(OverLeRobot, Checkpoint, "--output", _folder, "--no-onnx-check");

        result.ExitCode.ShouldBe(0, result.Said);
        result.Output.ShouldContain(
            "observation.state [1, 6], observation.images.front [1, 3, 96, 128], "
            + "observation.images.wrist [1, 3, 96, 128] -> action [1, 20, 6]");
        result.Output.ShouldContain("model.pt: largest difference to LeRobot");
        Files().ShouldBe(["model.onnx", "model.pt"]);
        ShouldAnswerAsLeRobotsOwnExport(Path.Combine(_folder, "model.onnx"));
    }

    [NeedsPythonModuleFact("lerobot", "torchvision", "python3-torchvision")]
    public async Task A_checkpoint_with_its_statistics_inside_gives_the_network_without_them()
    {
        PythonResult result = await Run(
            OverLeRobot, OldCheckpoint, "--output", _folder, "--onnx", "--no-onnx-check");

        result.ExitCode.ShouldBe(0, result.Said);
        Files().ShouldBe(["model.onnx"]);
        ShouldAnswerAsLeRobotsOwnExport(Path.Combine(_folder, "model.onnx")); // the same weights
    }

    [NeedsPythonModuleFact("lerobot", "torchvision", "python3-torchvision")]
    public async Task A_model_that_differs_from_LeRobot_is_not_written()
    {
        PythonResult result = await Run(OverLeRobot, "--onnxruntime-answers-zeros", Checkpoint, "--output", _folder);

        result.ExitCode.ShouldBe(1, result.Said);
        result.Errors.ShouldContain("export_lerobot: model.onnx differs from LeRobot by");
        Files().ShouldBeEmpty();
    }

    [NeedsPythonModuleFact("lerobot", "torchvision", "python3-torchvision")]
    public async Task Weights_that_LeRobot_would_leave_at_random_are_told_by_name()
    {
        string checkpoint = CopyOf(Checkpoint);
        byte[] weights = File.ReadAllBytes(Path.Combine(checkpoint, "model.safetensors"));
        "model.action_head.gone"u8.CopyTo(weights.AsSpan(weights.AsSpan().IndexOf("model.action_head.bias"u8)));
        File.WriteAllBytes(Path.Combine(checkpoint, "model.safetensors"), weights);

        PythonResult result = await Run(OverLeRobot, checkpoint, "--output", _folder, "--torchscript");

        result.ExitCode.ShouldBe(1, result.Said);
        result.Errors.ShouldContain("lacks 1 of the policy's weights, 'model.action_head.bias' among them");
    }

    [NeedsPythonFact("lerobot")]
    public async Task What_cannot_be_exported_is_refused_by_name_and_reason()
    {
        (string Config, string Message)[] cases =
        [
            ("""{"type":"diffusion"}""", "policy type 'diffusion' cannot be exported: it denoises random noise"),
            ("""{"type":"new"}""", "policy type 'new' cannot be exported: this program does not know that type"),
            ("""{"chunk_size":20}""", "names no policy type"),
            ("[]", "names no policy type"),
            ("{", "is not JSON"),
            ("""{"type":"act","use_peft":true}""", "PEFT adapter"),
            ("""{"type":"act","input_features":{}}""", "no input 'observation.state'"),
            (
                """
                {"type":"act","input_features":{
                "observation.state":{"type":"STATE"},"observation.environment_state":{"type":"ENV"}}}
                """,
                "takes 'observation.environment_state' of type ENV"),
            (
                """{"type":"act","input_features":{"observation.state":{"type":"ENV"}}}""",
                "takes 'observation.state' of type ENV"),
        ];
        foreach ((string config, string message) in cases)
        {
            File.WriteAllText(Path.Combine(_folder, "config.json"), config);
            PythonResult result = await Run(Tool, _folder);
            result.ExitCode.ShouldBe(1, result.Said);
            result.Errors.ShouldContain(message);
            Files().ShouldBe(["config.json"]);
        }
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_wrong_argument_is_told_before_anything_is_loaded()
    {
        string training = Directory.CreateDirectory(Path.Combine(_folder, "005000/pretrained_model")).Parent!.FullName;
        (int ExitCode, string Message, string[] Arguments)[] cases =
        [
            (1, "there is no folder /nowhere", ["/nowhere"]),
            (1, "name the folder that it is to be downloaded to: --output FOLDER", ["somebody/act_so101"]),
            (1, $"{_folder} has no config.json: a checkpoint is what save_pretrained wrote", [_folder]),
            (1, $"did you mean {training}/pretrained_model?", [training]),
            (2, "expected more than 0, found nan", [_folder, "--tolerance", "nan"]),
        ];
        foreach ((int exitCode, string message, string[] arguments) in cases)
        {
            PythonResult result = await Run(Tool, arguments);
            result.ExitCode.ShouldBe(exitCode, result.Said);
            result.Errors.ShouldContain(message);
        }
    }

    [NeedsPythonFact("lerobot")]
    public async Task Another_Python_than_LeRobots_is_told_by_its_path()
    {
        // Isolated and without site-packages: a Python that nothing was installed into.
        PythonResult result = await PythonResult.Of(
            "lerobot", Limit, "-I", "-S", Repository.At(Tool), Checkpoint, "--output", _folder);

        result.ExitCode.ShouldBe(1, result.Said);
        result.Errors.ShouldContain("there is no package 'torch' in /");
    }

    private static Task<PythonResult> Run(string script, params string[] arguments) =>
        PythonResult.Of("lerobot", Limit, [Repository.At(script), .. arguments]);

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order()!];

    private string CopyOf(string checkpoint)
    {
        string copy = Directory.CreateDirectory(Path.Combine(_folder, "checkpoint")).FullName;
        foreach (string file in Directory.EnumerateFiles(checkpoint))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static void ShouldAnswerAsLeRobotsOwnExport(string model)
    {
        using LoadedPolicy exported = Load(model);
        using LoadedPolicy recorded = Load(Path.Combine(Checkpoint, "model.onnx"));
        Describe(exported).ShouldBe(Describe(recorded));
        using IInference one = exported.CreateInference(), other = recorded.CreateInference();
        for (int seed = 0; seed < InputsCompared; seed++)
        {
            exported.Fill(one, seed);
            recorded.Fill(other, seed);
            ReadOnlySpan<float> action = MemoryMarshal.Cast<byte, float>(exported.Run(one)[0]);
            ReadOnlySpan<float> expected = MemoryMarshal.Cast<byte, float>(recorded.Run(other)[0]);
            action.Length.ShouldBe(20 * 6);
            for (int i = 0; i < action.Length; i++)
                action[i].ShouldBe(expected[i], 1e-4f);
        }
    }

    private static LoadedPolicy Load(string model)
    {
        TestTensorAllocator memory = new();
        PolicyContext context = TestContexts.Of(Path.GetDirectoryName(model)!, model, declared: null, memory);
        return new LoadedPolicy(ShippedPlugins.Load("Onnx", context), memory);
    }

    private static IEnumerable<string> Describe(LoadedPolicy policy) =>
        policy.Policy.Signature.Inputs.Concat(policy.Policy.Signature.Outputs).Select(spec => spec.ToString());
}
