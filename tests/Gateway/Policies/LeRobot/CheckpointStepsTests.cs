using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Gateway.Policies.LeRobot;

/// <summary>Processor files whose steps cannot be done here: each is named, and where it stands.</summary>
public sealed class CheckpointStepsTests
{
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
    [InlineData("""{ "registry_name": "to_batch_processor" }""",
        "steps[4]: the step 'to_batch_processor' has no 'config'")]
    [InlineData("""{ "registry_name": "to_batch_processor", "config": 1 }""",
        "steps[4].config: expected the step's settings, found 1")]
    [InlineData("""{ "config": {} }""", "steps[4]: expected a step with 'registry_name' or 'class', found an object")]
    [InlineData("3", "steps[4]: expected an object with 'registry_name', found 3")]
    [InlineData("""{ "registry_name": "normalizer_processor", "config": {} }""",
        "steps[4]: a second 'normalizer_processor' is not supported")]
    [InlineData("""{ "registry_name": "relative_actions_processor", "config": { "enabled": true } }""",
        "steps[4]: 'relative_actions_processor' stands after 'normalizer_processor'")]
    [InlineData("""{ "registry_name": "relative_actions_processor", "config": { "enabled": "false" } }""",
        "steps[4].config.enabled: expected true or false, found \"false\"")]
    public void A_step_that_cannot_be_understood_is_named(string step, string expected)
    {
        using var checkpoint = new TemporaryCheckpoint();
        TemporaryCheckpoint.Insert(checkpoint.Preprocessor, 4, step);

        checkpoint.Errors()[0].ShouldStartWith($"policy_preprocessor.json {expected}");
    }

    [Fact]
    public void A_renamed_observation_that_the_policy_takes_itself_is_refused()
    {
        using var checkpoint = new TemporaryCheckpoint();
        checkpoint.Preprocessor["steps"]![0]!["config"]!["rename_map"]!["observation.images.front"] =
            "observation.images.wrist";

        checkpoint.Errors().ShouldHaveSingleItem().ShouldStartWith("policy_preprocessor.json"
            + " steps[0].config.rename_map.observation.images.front: 'observation.images.front' becomes"
            + " 'observation.images.wrist', and the policy takes a 'observation.images.front' too");
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
    public void Relative_actions_need_a_state_with_as_many_joints()
    {
        using var checkpoint = new TemporaryCheckpoint();
        TemporaryCheckpoint.Insert(checkpoint.Preprocessor, 0,
            """{ "registry_name": "relative_actions_processor", "config": { "enabled": true } }""");
        TemporaryCheckpoint.Insert(checkpoint.Postprocessor, 2,
            """{ "registry_name": "absolute_actions_processor", "config": { "enabled": true } }""");
        checkpoint.Inputs.AsObject().Remove("observation.state");

        checkpoint.Errors().ShouldBe(["config.json: actions are relative to the state, which must have as many joints:"
            + " expected [6], found no state"]);
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
            "policy_preprocessor.json steps[3].config.features.observation.state: expected the shape [6], as"
                + " config.json has it, found [7]; take both files from one checkpoint",
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
}
