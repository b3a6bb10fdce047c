using System.Text.Json.Nodes;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies.LeRobot;

/// <summary>Checkpoints whose files cannot be served: what is wrong is named, and how to mend it.</summary>
public sealed class CheckpointErrorsTests
{
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
    [InlineData("n_obs_steps", "1.5", "n_obs_steps: expected 1, found 1.5")]
    [InlineData("n_obs_steps", "2", "n_obs_steps: expected 1, found 2: policies that see the past are not served from a"
        + " checkpoint; write a policy.json with 'history' beside it")]
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

        checkpoint.Errors().ShouldBe(["config.json: expected the key 'chunk_size' (rows of a chunk; policies without it"
            + " are not served from a checkpoint), found none"]);
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
        PolicyFolderReader.Read(checkpoint.Folder, checkpoint.Limits, errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().ShouldStartWith($"{checkpoint.At(file)} is not valid JSON:");
    }

    [Fact]
    public void A_rate_that_no_robot_has_is_named()
    {
        using var checkpoint = new TemporaryCheckpoint();
        File.WriteAllText(checkpoint.At("train_config.json"), """{ "env": { "fps": 0 } }""");

        checkpoint.Errors().ShouldBe(["train_config.json env.fps: expected a number from 0.01 to 1000, found 0"]);
    }
}
