using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class RelativeActionsTests
{
    private const string ActionPath = "policy.json outputs.action";

    [Fact]
    public void Every_joint_is_relative_but_those_that_are_excluded()
    {
        using var policy = Relative();
        policy.Read().Outputs[0].Relative.ShouldBe(Enumerable.Repeat(true, 16));

        policy.Action["exclude_joints"] = new JsonArray("right_gripper", "left_gripper");

        policy.Read().Outputs[0].Relative.Index().Where(joint => !joint.Item).Select(joint => joint.Index)
            .ShouldBe([7, 15]);
    }

    [Fact]
    public void An_action_is_absolute_where_nothing_is_said()
    {
        using var policy = new TemporaryPolicy();

        policy.Read().Outputs[0].Relative.ShouldBeEmpty();
    }

    [Fact]
    public void An_excluded_joint_is_one_of_the_actions_by_its_full_name()
    {
        using var policy = Relative();
        policy.Action["exclude_joints"] = new JsonArray("right_griper", 3);

        policy.Errors().ShouldBe(
        [
            ActionPath + ".exclude_joints[0]: no joint of the action has this name; did you mean 'right_gripper'?",
            ActionPath + ".exclude_joints[1]: expected a joint's name, found 3",
        ]);
    }

    [Fact]
    public void Joints_without_names_cannot_be_excluded()
    {
        using var policy = Relative();
        policy.Action["exclude_joints"] = new JsonArray("right_gripper");
        policy.Action.AsObject().Remove("names");

        policy.Errors().ShouldBe([ActionPath + ".exclude_joints: the action names no joints; give it 'names'"]);
    }

    [Fact]
    public void A_model_that_takes_no_state_has_nothing_to_be_relative_to()
    {
        using var policy = Relative();
        policy.Json["inputs"]!.AsObject().Remove("observation.state");
        policy.Json.Remove("torchscript");

        policy.Errors().ShouldBe([ActionPath + ".relative_to: the model takes no 'observation.state'; add it to"
            + " 'inputs', or remove 'relative_to'"]);
    }

    [Fact]
    public void The_state_has_the_same_joints_in_the_same_order()
    {
        using var policy = Relative();
        JsonArray names = policy.State["names"]!.AsArray();
        (names[0], names[1]) = (names[1]!.DeepClone(), names[0]!.DeepClone());
        policy.Errors().ShouldBe([ActionPath + ".relative_to: expected the joints of 'observation.state' in the same"
            + " order; 'right_joint_1' has another place"]);

        policy.State["shape"] = new JsonArray(1, 8);
        foreach (string key in (string[])["names", "normalize"])
            policy.State.AsObject().Remove(key);
        policy.Errors().ShouldBe([ActionPath + ".relative_to: expected as many joints as 'observation.state' has, 8;"
            + " the action has 16"]);
    }

    private static TemporaryPolicy Relative()
    {
        var policy = new TemporaryPolicy();
        policy.Action["relative_to"] = "observation.state";
        return policy;
    }
}
