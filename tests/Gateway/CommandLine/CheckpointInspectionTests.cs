using PolicyGate.Tests.Gateway.Policies.LeRobot;

namespace PolicyGate.Tests.Gateway.CommandLine;

/// <summary><c>inspect</c> and <c>check</c> of a folder as LeRobot saves it.</summary>
public sealed class CheckpointInspectionTests
{
    private static readonly string Checkpoint = Repository.At("tests/data/lerobot/checkpoint-act-0.4.4");

    [Fact]
    public void Inspect_tells_what_is_understood_of_a_checkpoint()
    {
        CommandLineRun run = CommandLineRun.Of("inspect", Checkpoint);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldStartWith($"{Checkpoint}: policy");
        string[] expected =
        [
            @"type +act",
            @"form +as LeRobot saves since 0\.4: processor files with statistics of their own",
            @"step rename_observations_processor +passed over: its map is empty",
            @"step device_processor +passed over: where it runs is the backend's affair",
            @"normalize action +mean_std, from policy_postprocessor_step_0_unnormalizer_processor\.safetensors",
            @"model for Onnx +model\.onnx\n",
            @"model for TorchSharp +model\.pt \(not there\)",
            @"input observation\.state +float32 \[1, 6\]; normalize mean_std",
            @"output action +float32 \[1, 20, 6\]",
        ];
        foreach (string line in expected)
            run.Output.ShouldMatch($"  {line}");
    }

    [Fact]
    public void Inspect_says_how_to_export_a_checkpoint_without_a_model()
    {
        string folder = Repository.At("tests/data/lerobot/checkpoint-act-0.3.3");

        CommandLineRun run = CommandLineRun.Of("inspect", folder);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("as LeRobot saved up to 0.3: statistics in model.safetensors");
        run.Output.ShouldContain($"error: LeRobot saves weights, not a model that runs by itself: make one with"
            + $" tools/export_lerobot.py {folder} (docs/export-lerobot.md)");
    }

    [Fact]
    public void Inspect_names_a_step_that_is_not_known()
    {
        using var checkpoint = new TemporaryCheckpoint();
        TemporaryCheckpoint.Insert(
            checkpoint.Preprocessor, 0, """{ "registry_name": "mirror_processor", "config": {} }""");
        checkpoint.Errors();

        CommandLineRun run = CommandLineRun.Of("inspect", checkpoint.Folder);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldMatch(@"  checkpoint +error: policy_preprocessor\.json steps\[0\]: the step 'mirror_processor'"
            + " is not known here");
    }

    [Fact]
    public void Check_loads_a_checkpoint_as_serve_would()
    {
        CommandLineRun run = CommandLineRun.Of(
            "check", "--config", Repository.At("appsettings.json"), "--policy", Checkpoint, "--backend", "Onnx");

        run.Output.ShouldContain($"policy 'checkpoint-act-0.4.4' ({Checkpoint}) loads on Onnx");
        run.ExitCode.ShouldBe(0);
    }
}
