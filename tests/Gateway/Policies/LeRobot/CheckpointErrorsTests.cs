using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Gateway.Policies.LeRobot;

/// <summary>Checkpoints that cannot be served: what is wrong is named, and how to mend it.</summary>
public sealed class CheckpointErrorsTests
{
    private const string Statistics = "policy_preprocessor_step_3_normalizer_processor.safetensors";

    [Fact]
    public void A_config_json_of_another_program_is_told_apart()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Config.Remove("type");
        checkpoint.Config["model_type"] = "bert";

        checkpoint.Errors().ShouldBe(["config.json: expected the key 'type' (LeRobot's type of the policy, as \"act\"),"
            + " found none: it is not as LeRobot saves it; write a policy.json beside it (docs/policy-folder.md)"]);
    }

    [Theory]
    [InlineData("type", "1", "type: expected LeRobot's type of the policy, as \"act\", found 1")]
    [InlineData("chunk_size", "0", "chunk_size: expected a whole number from 1 to 1024 (Limits:ChunkRows), found 0")]
    [InlineData("chunk_size", "99999999999", "chunk_size: expected a whole number from 1 to 1024 (Limits:ChunkRows)")]
    [InlineData("n_obs_steps", "1.5", "n_obs_steps: expected a whole number from 1 to 64 (Limits:HistorySteps)")]
    [InlineData("input_features", "null", "input_features: expected features by name, found null")]
    [InlineData("input_features", "{}", "input_features: expected at least one feature, found none")]
    [InlineData("input_features", "{\"observation.state\":{\"type\":\"STATE\",\"shape\":[6,2]}}",
        "input_features.observation.state: expected the shape [A], A up to 256 (Limits:Positions), found"
        + " 'observation.state' of type \"STATE\" and shape [6, 2]")]
    [InlineData("input_features", "{\"observation.environment_state\":{\"type\":\"ENV\",\"shape\":[6]}}",
        "input_features.observation.environment_state: expected 'observation.state' of type \"STATE\" or"
        + " 'observation.images.CAMERA' of type \"VISUAL\", which is what robots send, found"
        + " 'observation.environment_state' of type \"ENV\" and shape [6]; train the policy without it")]
    [InlineData("input_features", "{\"observation.image\":{\"type\":\"VISUAL\",\"shape\":[3,96,96]}}",
        "input_features.observation.image: expected 'observation.state' of type \"STATE\" or")]
    [InlineData("input_features", "{\"observation.images.depth\":{\"type\":\"VISUAL\",\"shape\":[1,96,96]}}",
        "input_features.observation.images.depth: expected the shape [3, H, W], H and W up to 8192"
        + " (Limits:PictureSide)")]
    [InlineData("input_features", "{\"observation.state\":{\"type\":\"STATE\",\"shape\":[0]}}",
        "input_features.observation.state.shape[0]: expected a size from 1 on, found 0")]
    [InlineData("output_features", "{}",
        "output_features: expected the key 'action' (what the robot is commanded), found none")]
    [InlineData("output_features", "{\"action\":{\"type\":\"STATE\",\"shape\":[6]}}",
        "output_features.action: expected the type \"ACTION\" and the shape [A]")]
    public void What_is_wrong_in_config_json_is_named(string key, string json, string expected)
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Config[key] = JsonNode.Parse(json);

        checkpoint.Errors()[0].ShouldStartWith($"config.json {expected}");
    }

    [Fact]
    public void A_policy_without_chunks_is_not_served()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Config["type"] = "sac";
        checkpoint.Config.Remove("chunk_size");

        checkpoint.Errors().ShouldBe(["config.json: expected the key 'chunk_size' (rows of a chunk; a policy that gives"
            + " single actions is not served), found none"]);
    }

    [Fact]
    public void Pictures_beyond_the_limit_of_a_tensor_are_refused()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Limits.TensorBytes = 100_000;

        checkpoint.Errors().ShouldBe(
        [
            "config.json: 'observation.images.front' is 147456 bytes; expected at most 100000 (Limits:TensorBytes)",
            "config.json: 'observation.images.wrist' is 147456 bytes; expected at most 100000 (Limits:TensorBytes)",
        ]);
    }

    [Theory]
    [InlineData("tokenizer_processor", "makes tokens of the instruction, which is not done here")]
    [InlineData("pi0_new_line_processor", "is not known here, and without it the model would get other values")]
    [InlineData("unnormalizer_processor", "is not known here")]
    public void A_step_that_is_not_done_here_is_named(string step, string expected)
    {
        using var checkpoint = new TemporaryCheckpoint();
        TemporaryCheckpoint.Insert(checkpoint.Preprocessor, 1, $$"""{ "registry_name": "{{step}}", "config": {} }""");

        checkpoint.Errors().ShouldHaveSingleItem().ShouldStartWith(
            $"policy_preprocessor.json steps[1]: the step '{step}' {expected}");
    }

    [Fact]
    public void A_step_of_the_users_own_is_named_by_its_class()
    {
        using var checkpoint = new TemporaryCheckpoint();
        TemporaryCheckpoint.Insert(
            checkpoint.Postprocessor, 0, """{ "class": "my.robot.MirrorStep", "config": { "joints": [0] } }""");

        checkpoint.Errors().ShouldHaveSingleItem().ShouldStartWith(
            "policy_postprocessor.json steps[0]: the step 'my.robot.MirrorStep' is not known here");
    }

    [Theory]
    [InlineData("""{ "registry_name": "device_processor", "config": { "float_dtype": "float16" } }""",
        "steps[4].config.float_dtype: expected \"float32\" or \"float\", found \"float16\"")]
    [InlineData("""{ "registry_name": "to_batch_processor" }""", "steps[4]: the step 'to_batch_processor' has no 'config'")]
    [InlineData("""{ "registry_name": "to_batch_processor", "config": 1 }""",
        "steps[4].config: expected the step's settings, found 1")]
    [InlineData("""{ "config": {} }""", "steps[4]: expected a step with 'registry_name' or 'class', found an object")]
    [InlineData("3", "steps[4]: expected an object with 'registry_name', found 3")]
    [InlineData("""{ "registry_name": "normalizer_processor", "config": {} }""",
        "steps[4]: a second 'normalizer_processor' is not supported")]
    [InlineData("""{ "registry_name": "relative_actions_processor", "config": { "enabled": true } }""",
        "steps[4]: 'relative_actions_processor' stands after 'normalizer_processor'")]
    [InlineData("""{ "registry_name": "rename_observations_processor", "config": { "rename_map": { "observation.images.front": "observation.images.wrist" } } }""",
        "steps[4].config.rename_map.observation.images.front: 'observation.images.front' becomes"
        + " 'observation.images.wrist', and the policy takes a 'observation.images.front' too")]
    public void A_step_that_cannot_be_understood_is_named(string step, string expected)
    {
        using var checkpoint = new TemporaryCheckpoint();
        TemporaryCheckpoint.Insert(checkpoint.Preprocessor, 4, step);

        checkpoint.Errors()[0].ShouldStartWith($"policy_preprocessor.json {expected}");
    }

    [Fact]
    public void Relative_actions_that_nothing_makes_absolute_are_refused()
    {
        using var checkpoint = new TemporaryCheckpoint();
        TemporaryCheckpoint.Insert(checkpoint.Preprocessor, 0,
            """{ "registry_name": "relative_actions_processor", "config": { "enabled": true } }""");

        checkpoint.Errors().ShouldBe(["expected 'relative_actions_processor' and 'absolute_actions_processor' both"
            + " enabled or both not, in policy_preprocessor.json and policy_postprocessor.json; found one"]);
    }

    [Fact]
    public void A_mode_that_is_not_LeRobots_and_a_width_that_is_not_the_policys_are_named()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Normalizer["norm_map"]!["STATE"] = "MEAN_STDD";
        checkpoint.Normalizer["features"]!["observation.state"]!["shape"] = new JsonArray(7);
        checkpoint.Normalizer["eps"] = -1;

        checkpoint.Errors().ShouldBe(
        [
            "policy_preprocessor.json steps[3].config.features.observation.state: expected the shape [6], as config.json"
                + " has it, found [7]; take both files from one checkpoint",
            "policy_preprocessor.json steps[3].config.norm_map.STATE: expected \"IDENTITY\" or \"MEAN_STD\" or"
                + " \"MIN_MAX\" or \"QUANTILES\" or \"QUANTILE10\", found \"MEAN_STDD\"; did you mean 'MEAN_STD'?",
            "policy_preprocessor.json steps[3].config.eps: expected a number from 0 to 1, found -1",
        ]);
    }

    [Theory]
    [InlineData("policy_preprocessor.json", "policy_postprocessor.json")]
    [InlineData("policy_postprocessor.json", "policy_preprocessor.json")]
    public void Of_the_processors_both_are_needed(string there, string missing)
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Delete(missing);

        checkpoint.Errors().ShouldBe(
            [$"{checkpoint.Folder} has {there} and no {missing}; copy all files of the checkpoint"]);
    }

    [Fact]
    public void Weights_without_statistics_and_without_processors_were_copied_in_part()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Delete("policy_preprocessor.json");
        checkpoint.Delete("policy_postprocessor.json");

        List<string> errors = checkpoint.Errors();

        errors.Count.ShouldBe(4);
        errors[0].ShouldBe("model.safetensors normalize_inputs.buffer_observation_state.mean: there is no such tensor,"
            + " which mean_std takes (config.json normalization_mapping); since 0.4 LeRobot saves them with"
            + " policy_preprocessor.json, which is not here: copy all files of the checkpoint");
    }

    [Fact]
    public void A_file_of_statistics_that_is_not_there_is_named_once()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Delete(Statistics);

        checkpoint.Errors().ShouldHaveSingleItem().ShouldStartWith("policy_preprocessor.json steps[3]:"
            + $" 'observation.state' is normalised by mean_std, and there is no {Statistics} with the statistics;"
            + " LeRobot leaves such values as they are: if the policy was trained so, set the mode to \"IDENTITY\"");
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../weights.safetensors")]
    public void A_file_of_statistics_elsewhere_is_not_read(string file)
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Preprocessor["steps"]![3]!["state_file"] = file;

        checkpoint.Errors()[0].ShouldBe("policy_preprocessor.json steps[3].state_file: expected a file of the"
            + $" checkpoint's folder, relative to it, found \"{file}\"");
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void A_statistic_that_is_no_number_is_named(float value, string shown)
    {
        using var checkpoint = new TemporaryCheckpoint();
        Patch(checkpoint.At(Statistics), "observation.images.wrist.std", 2, value);

        checkpoint.Errors().ShouldBe([$"{Statistics} observation.images.wrist.std[2]: expected a finite number, found"
            + $" {shown}; save the checkpoint with the statistics of its dataset"]);
    }

    [Fact]
    public void A_deviation_below_0_and_a_range_that_is_upside_down_are_named()
    {
        using var deviation = new TemporaryCheckpoint("act-0.3.3");
        Patch(deviation.At("model.safetensors"), "unnormalize_outputs.buffer_action.std", 5, -1);
        deviation.Errors().ShouldBe(["model.safetensors unnormalize_outputs.buffer_action.std[5]: expected 0 or more,"
            + " found -1"]);

        using var range = new TemporaryCheckpoint("act-0.3.3-min-max");
        Patch(range.At("model.safetensors"), "normalize_inputs.buffer_observation_state.max", 0, -1000);
        range.Errors().ShouldHaveSingleItem().ShouldStartWith(
            "model.safetensors normalize_inputs.buffer_observation_state.max[0]: expected 'min' or more (");
    }

    [Fact]
    public void Statistics_of_another_type_shape_or_name_are_named()
    {
        using var checkpoint = new TemporaryCheckpoint();
        string path = checkpoint.At(Statistics);
        // Same lengths, so that all the rest stays where it is.
        Replace(path, "\"observation.state.mean\":{\"dtype\":\"F32\"", "\"observation.state.mean\":{\"dtype\":\"I32\"");
        Replace(path, "\"observation.images.front.mean\"", "\"observation.images.front.mena\"");
        Replace(path, "\"observation.images.wrist.mean\":{\"dtype\":\"F32\",\"shape\":[3,1,1]",
            "\"observation.images.wrist.mean\":{\"dtype\":\"F32\",\"shape\":[1,1,3]");

        List<string> errors = checkpoint.Errors();

        errors.Count.ShouldBe(3);
        errors[0].ShouldBe($"{Statistics} the tensor 'observation.state.mean' holds I32; expected F32, F64, F16, BF16");
        errors[1].ShouldStartWith($"{Statistics} observation.images.front.mean: there is no such tensor, which mean_std"
            + " takes (policy_preprocessor.json steps[3]);");
        errors[2].ShouldBe($"{Statistics} observation.images.wrist.mean: expected [3, 1, 1], one value for each joint"
            + " or colour channel, found [1, 1, 3]");
    }

    [Fact]
    public void A_file_of_statistics_that_is_cut_off_lies_or_is_too_long_is_named()
    {
        using var cut = new TemporaryCheckpoint();
        using (FileStream file = File.OpenWrite(cut.At(Statistics)))
            file.SetLength(5000);
        cut.Errors().ShouldHaveSingleItem().ShouldStartWith(
            $"{Statistics}: tensor 'observation.images.wrist.");

        using var lying = new TemporaryCheckpoint();
        byte[] bytes = File.ReadAllBytes(lying.At(Statistics));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, 1UL << 63);
        File.WriteAllBytes(lying.At(Statistics), bytes);
        lying.Errors().ShouldHaveSingleItem().ShouldStartWith(
            $"{Statistics}: its header would be 9223372036854775808 bytes long");

        using var limited = new TemporaryCheckpoint();
        limited.Limits.SafetensorsHeaderBytes = 1000;
        limited.Errors()[0].ShouldStartWith(
            $"{Statistics}: its header is 4592 bytes long; at most 1000 are read (Limits:SafetensorsHeaderBytes)");
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("policy_preprocessor.json")]
    [InlineData("policy_postprocessor.json")]
    [InlineData("train_config.json")]
    public void A_file_that_is_no_JSON_is_named(string file)
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Read();
        File.WriteAllText(checkpoint.At(file), "{ \"steps\": [ NaN ] }");

        List<string> errors = [];
        PolicyGate.Gateway.Policies.PolicyFolderReader.Read(checkpoint.Folder, checkpoint.Limits, errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().ShouldStartWith($"{checkpoint.At(file)} is not valid JSON:");
    }

    [Fact]
    public void A_rate_that_no_robot_has_is_named()
    {
        using var checkpoint = new TemporaryCheckpoint();
        File.WriteAllText(checkpoint.At("train_config.json"), """{ "env": { "fps": 0 } }""");

        checkpoint.Errors().ShouldBe(["train_config.json env.fps: expected a number from 0.01 to 1000, found 0"]);
    }

    private static void Patch(string path, string tensor, int index, float value)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        JsonNode json = JsonNode.Parse(bytes.AsSpan(sizeof(ulong), header))!;
        int offset = sizeof(ulong) + header + (int)json[tensor]!["data_offsets"]![0]!;
        MemoryMarshal.Write(bytes.AsSpan(offset + (index * sizeof(float))), value);
        File.WriteAllBytes(path, bytes);
    }

    private static void Replace(string path, string text, string by)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        at.ShouldBeGreaterThan(0, text);
        Encoding.UTF8.GetBytes(by).CopyTo(bytes, at);
        File.WriteAllBytes(path, bytes);
    }
}
