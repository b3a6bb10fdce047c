using System.Text.Json.Nodes;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class HistoryReaderTests
{
    private const string StatePath = "policy.json inputs.observation.state";

    [Fact]
    public void State_and_pictures_have_their_own_steps()
    {
        using var policy = new TemporaryPolicy();
        Set(policy.State, "[-1, 0]", "[1, 2, 16]");
        Set(policy.Head, "[-8, -4, 0]", "[1, 3, 3, 60, 96]");

        PolicyDescription found = policy.Read();

        found.Inputs[0].History.ShouldBe([-1, 0]);
        found.Inputs[1].History.ShouldBe([-8, -4, 0]);
        found.Inputs[1].PictureSize.ShouldBe((60, 96));
        found.Inputs[2].History.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[-1, 0]", "[2, 16]")]
    [InlineData("[-1, 0]", "[\"batch\", 2, 16]")]
    [InlineData("[0]", "[1, 1, 16]")]
    public void A_state_may_do_without_a_batch_and_a_history_be_of_one_step(string history, string shape)
    {
        using var policy = new TemporaryPolicy();
        Set(policy.State, history, shape);

        policy.Read().Inputs[0].Spec.Shape.Count.ShouldBe(JsonNode.Parse(shape)!.AsArray().Count);
    }

    [Fact]
    public void Pictures_in_hwc_have_the_steps_before_the_height()
    {
        using var policy = new TemporaryPolicy();
        Set(policy.Head, "[-1, 0]", "[1, 2, 60, 96, 3]");
        policy.Head["layout"] = "hwc";

        policy.Read().Inputs[1].PictureSize.ShouldBe((60, 96));
    }

    [Theory]
    [InlineData("[-1, -1, 0]", ".history[1]: expected more than -1, the step before it, found -1")]
    [InlineData("[-1, -2, 0]", ".history[1]: expected more than -1, the step before it, found -2")]
    [InlineData("[-2, -1, -0.5]", ".history[2]: expected a whole number from -1023 (Limits:ObservationRows) to 0,"
        + " found -0.5")]
    [InlineData("[-5000, -1, 0]", ".history[0]: expected a whole number from -1023 (Limits:ObservationRows) to 0,"
        + " found -5000")]
    [InlineData("[-3, -2, -1]", ".history[2]: expected 0, which is now, as the last, found -1")]
    [InlineData("[-1, 0, 1]", ".history[1]: expected a step before now, below 0, found 0",
        ".history[2]: expected 0, which is now, as the last, found 1")]
    [InlineData("[-2, \"-1\", 0]", ".history[1]: expected a whole number from -1023 (Limits:ObservationRows) to 0,"
        + " found \"-1\"")]
    [InlineData("[-1, 0]", ".shape: expected [1, 2, A] or [2, A] with A from 1 to 256 (Limits:Positions), 2 being the"
        + " steps of 'history', found [1, 3, 16]")]
    public void Steps_that_do_not_rise_to_now_or_do_not_fit_the_shape_are_told(string history, params string[] expected)
    {
        using var policy = new TemporaryPolicy();
        Set(policy.State, history, "[1, 3, 16]");

        policy.Errors().ShouldBe(expected.Select(error => StatePath + error));
    }

    [Fact]
    public void A_picture_without_the_dimension_of_its_history_is_told()
    {
        using var policy = new TemporaryPolicy();
        Set(policy.Head, "[-1, 0]", "[1, 3, 60, 96]");

        policy.Errors().ShouldBe(["policy.json inputs.observation.images.head_left.shape: expected [1, 2, 3, H, W] for"
            + " layout chw, H and W up to 8192 (Limits:PictureSide), 2 being the steps of 'history', found"
            + " [1, 3, 60, 96]"]);
    }

    [Fact]
    public void What_is_larger_than_the_limits_is_refused_before_it_is_made()
    {
        using var policy = new TemporaryPolicy();
        policy.Limits.HistorySteps = 4;
        Set(policy.Head, "[-4, -3, -2, -1, 0]", "[1, 3, 60, 96]");
        policy.Errors().ShouldContain("policy.json inputs.observation.images.head_left.history: expected 1 to 4 steps"
            + " (Limits:HistorySteps), found a list of 5");

        Set(policy.Head, "[-2, -1, 0]", "[1, 3, 3, 4096, 4096]");
        policy.Errors().ShouldBe(["policy.json inputs.observation.images.head_left.shape: expected at most 268435456"
            + " bytes (Limits:TensorBytes), found 603979776"]);
    }

    private static void Set(JsonNode tensor, string history, string shape)
    {
        tensor["history"] = JsonNode.Parse(history);
        tensor["shape"] = JsonNode.Parse(shape);
    }
}
