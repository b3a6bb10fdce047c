using System.Text.Json.Nodes;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies.LeRobot;

public sealed class CheckpointReaderTests
{
    private const string RelativeActions = """
        {
          "registry_name": "relative_actions_processor",
          "config": { "enabled": ENABLED, "exclude_joints": ["Gripper"], "action_names": NAMES }
        }
        """;

    private const string AbsoluteActions =
        """{ "registry_name": "absolute_actions_processor", "config": { "enabled": ENABLED } }""";

    private const string JointNames =
        """["shoulder_pan.pos", "shoulder_lift.pos", "elbow.pos", "wrist_flex.pos", "wrist_roll.pos", "gripper.pos"]""";

    [Fact]
    public void A_checkpoint_is_read_as_if_it_had_a_policy_json()
    {
        using var checkpoint = new TemporaryCheckpoint();

        PolicyDescription policy = checkpoint.Read();

        policy.Name.ShouldBe(Path.GetFileName(checkpoint.Folder));
        (policy.Folder, policy.Type, policy.Source).ShouldBe((checkpoint.Folder, "act", "config.json"));
        policy.Control.ShouldBe(new ControlDescription(30, CutoffHz: null));
        policy.Models["onnx"].ShouldBe(["model.onnx"]);
        policy.Models["torchsharp"].ShouldBe(["model.pt"]);
        policy.Inputs.Select(input => input.Spec.ToString()).ShouldBe(
        [
            "observation.state float32 [1, 6]",
            "observation.images.front float32 [1, 3, 96, 128]",
            "observation.images.wrist float32 [1, 3, 96, 128]",
        ]);
        policy.Inputs.Select(input => input.Spec.Role)
            .ShouldBe([TensorRole.State, TensorRole.Image, TensorRole.Image]);
        TensorDescription front = policy.Inputs[1];
        (front.Layout, front.UnitScale, front.Resize).ShouldBe((ImageLayout.Chw, true, null));
        front.Normalize.Mode.ShouldBe(NormalizationMode.MeanStd);
        front.Normalize.First.ShouldBe([0.49607849f, 0.36863607f, 0.49366221f]);
        TensorDescription action = policy.Outputs.ShouldHaveSingleItem();
        action.Spec.ToString().ShouldBe("action float32 [1, 20, 6]");
        action.Normalize.Second[0].ShouldBe(25.93652153f);
        action.Relative.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("act-0.4.4", NormalizationMode.MeanStd, NormalizationMode.MeanStd, NormalizationMode.MeanStd)]
    [InlineData("act-0.4.4-min-max", NormalizationMode.MinMax, NormalizationMode.MinMax, NormalizationMode.MinMax)]
    [InlineData("act-0.4.4-quantiles", NormalizationMode.Quantiles, NormalizationMode.Identity,
        NormalizationMode.Quantile10)]
    [InlineData("act-0.3.3", NormalizationMode.MeanStd, NormalizationMode.MeanStd, NormalizationMode.MeanStd)]
    [InlineData("act-0.3.3-min-max", NormalizationMode.MinMaxBefore04, NormalizationMode.MinMaxBefore04,
        NormalizationMode.MinMaxBefore04)]
    internal void The_form_decides_which_formulas_are_meant(
        string name, NormalizationMode state, NormalizationMode picture, NormalizationMode action)
    {
        using var checkpoint = new TemporaryCheckpoint(name);

        PolicyDescription policy = checkpoint.Read();

        policy.Inputs.Concat(policy.Outputs).Select(tensor => tensor.Normalize.Mode)
            .ShouldBe([state, picture, picture, action]);
        policy.Inputs.Concat(policy.Outputs).Where(tensor => tensor.Normalize.Mode is not NormalizationMode.Identity)
            .ShouldAllBe(tensor => tensor.Normalize.Epsilon == 1e-8f);
    }

    [Fact]
    public void The_processors_say_how_values_are_normalised_not_config_json()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Config["normalization_mapping"]!["STATE"] = "MIN_MAX";
        checkpoint.Normalizer["norm_map"]!["STATE"] = "QUANTILES";
        checkpoint.Normalizer["eps"] = 0.5;
        checkpoint.Normalizer["normalize_observation_keys"] =
            new JsonArray("observation.state", "observation.images.front");

        IReadOnlyList<TensorDescription> inputs = checkpoint.Read().Inputs;

        inputs.Select(input => input.Normalize.Mode).ShouldBe(
            [NormalizationMode.Quantiles, NormalizationMode.MeanStd, NormalizationMode.Identity]);
        inputs[0].Normalize.Epsilon.ShouldBe(0.5f);
    }

    [Fact]
    public void Without_a_step_that_normalises_values_stay_as_they_are()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Preprocessor["steps"]!.AsArray().RemoveAt(3);
        checkpoint.Postprocessor["steps"]!.AsArray().RemoveAt(0);

        PolicyDescription policy = checkpoint.Read();

        policy.Inputs.Concat(policy.Outputs)
            .ShouldAllBe(tensor => tensor.Normalize == NormalizationDescription.Identity);
    }

    [Fact]
    public void The_state_goes_first_wherever_config_json_has_it()
    {
        using var checkpoint = new TemporaryCheckpoint();
        JsonNode state = checkpoint.Inputs["observation.state"]!;
        checkpoint.Inputs.AsObject().Remove("observation.state");
        checkpoint.Inputs["observation.state"] = state;

        checkpoint.Read().Inputs.Select(input => input.Spec.Name).ShouldBe(
            ["observation.state", "observation.images.front", "observation.images.wrist"]);
    }

    [Fact]
    public void Relative_actions_leave_out_joints_that_hold_an_excluded_word()
    {
        using var checkpoint = WithRelativeActions("true", JointNames);

        checkpoint.Read().Outputs[0].Relative.ShouldBe([true, true, true, true, true, false]);
    }

    [Fact]
    public void Relative_actions_without_names_are_relative_in_every_joint()
    {
        using var checkpoint = WithRelativeActions("true", "null");

        checkpoint.Read().Outputs[0].Relative.ShouldBe([true, true, true, true, true, true]);
    }

    [Fact]
    public void Relative_actions_that_are_not_enabled_are_passed_over()
    {
        using var checkpoint = WithRelativeActions("false", JointNames);

        checkpoint.Read().Outputs[0].Relative.ShouldBeEmpty();
        checkpoint.Notes.ShouldContain(new Finding(
            FindingLevel.Ok, "step relative_actions_processor", "passed over: it is not enabled"));
    }

    [Fact]
    public void The_rate_is_the_simulations_where_the_training_had_one()
    {
        using var checkpoint = new TemporaryCheckpoint();
        File.WriteAllText(checkpoint.At("train_config.json"), """{ "env": { "type": "aloha", "fps": 50 } }""");

        checkpoint.Read().Control.ShouldBe(new ControlDescription(50, CutoffHz: null));
    }

    [Fact]
    public void A_policy_json_beside_it_goes_before()
    {
        using var checkpoint = new TemporaryCheckpoint();
        File.Copy(Repository.At("tests/data/act-tiny/policy.json"), checkpoint.At("policy.json"));

        PolicyDescription policy = checkpoint.Read();

        (policy.Name, policy.Type, policy.Source).ShouldBe(("act-tiny", null, "policy.json"));
    }

    [Fact]
    public void A_renamed_observation_is_the_robots_affair_and_told()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Preprocessor["steps"]![0]!["config"]!["rename_map"]!["observation.images.top"] =
            "observation.images.front";

        checkpoint.Read();

        checkpoint.Notes.Single(note => note.Level is FindingLevel.Warning).Text.ShouldBe("passed over: the robot is to"
            + " send 'observation.images.top' as 'observation.images.front', or to say so in its own rename_map");
    }

    [Fact]
    public void A_model_that_is_not_there_is_to_be_exported()
    {
        using var checkpoint = new TemporaryCheckpoint();
        PolicyDescription policy = checkpoint.Read();

        ModelFiles.Choose(policy, "TorchSharp", out _).ShouldBe(new GatewayError(ErrorCode.NotFound,
            $"the checkpoint {policy.Folder} has no model.pt for the backend TorchSharp; LeRobot saves weights, not a"
            + $" model that runs by itself: make one with tools/export_lerobot.py {policy.Folder}"
            + " (docs/export-lerobot.md), or choose the backend Onnx, whose model is there"));
        ModelFiles.Choose(policy, "onnx", out string? path).ShouldBeNull();
        path.ShouldBe(checkpoint.At("model.onnx"));
    }

    private static TemporaryCheckpoint WithRelativeActions(string enabled, string names)
    {
        var checkpoint = new TemporaryCheckpoint();
        TemporaryCheckpoint.Insert(checkpoint.Preprocessor, 3, RelativeActions
            .Replace("ENABLED", enabled, StringComparison.Ordinal).Replace("NAMES", names, StringComparison.Ordinal));
        TemporaryCheckpoint.Insert(checkpoint.Postprocessor, 1,
            AbsoluteActions.Replace("ENABLED", enabled, StringComparison.Ordinal));
        return checkpoint;
    }
}
