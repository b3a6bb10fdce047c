using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class PictureTypeTests
{
    private const string HeadPath = "policy.json inputs.observation.images.head_left";

    [Fact]
    public void A_picture_of_bytes_is_neither_scaled_nor_normalised()
    {
        using var policy = new TemporaryPolicy();
        policy.Head["dtype"] = "uint8";
        policy.Errors().ShouldBe(
        [
            HeadPath + ".scale: pictures of dtype \"uint8\" go in as they are, 0 to 255; remove 'scale'",
            HeadPath + ".normalize: pictures of dtype \"uint8\" go in as they are, 0 to 255; remove 'normalize'",
        ]);

        policy.Head.AsObject().Remove("scale");
        policy.Head.AsObject().Remove("normalize");

        TensorDescription head = policy.Read().Inputs[1];
        head.UnitScale.ShouldBeFalse();
        head.Spec.ToString().ShouldBe("observation.images.head_left uint8 [1, 3, 60, 96]");
    }

    [Fact]
    public void A_picture_of_bytes_is_not_resized_to_floats()
    {
        using var policy = new TemporaryPolicy();
        foreach (string key in (string[])["scale", "normalize"])
            policy.Head.AsObject().Remove(key);
        policy.Head["dtype"] = "uint8";
        policy.Head["resize"] = "torch-float-bilinear";

        policy.Errors().ShouldBe([HeadPath + ".resize: \"torch-float-bilinear\" gives floats, which pictures of dtype"
            + " \"uint8\" do not hold; correct one of the two"]);
    }

    [Fact]
    public void Int8_needs_to_be_told_what_it_stands_for()
    {
        using var policy = new TemporaryPolicy();
        policy.Head["dtype"] = "int8";
        policy.Read().Inputs[1].Spec.ToString().ShouldBe("observation.images.head_left int8 [1, 3, 60, 96]");

        policy.Head.AsObject().Remove("normalize");
        policy.Action["dtype"] = "int8";
        policy.Action.AsObject().Remove("normalize");

        string[] errors = [.. policy.Errors()];
        errors.Length.ShouldBe(2);
        errors[0].ShouldStartWith(
            HeadPath + ": dtype \"int8\" needs 'normalize', which says what -128 to 127 stand for");
        errors[1].ShouldStartWith("policy.json outputs.action: dtype \"int8\" needs 'normalize'");
    }

    [Theory]
    [InlineData("float16")]
    [InlineData("bfloat16")]
    [InlineData("float64")]
    public void State_and_action_may_be_of_any_floating_type(string type)
    {
        using var policy = new TemporaryPolicy();
        policy.State["dtype"] = type;
        policy.Action["dtype"] = type;

        PolicyDescription found = policy.Read();

        found.Inputs[0].Spec.ToString().ShouldBe($"observation.state {type} [1, 16]");
        found.Outputs[0].Spec.ToString().ShouldBe($"action {type} [1, 20, 16]");
    }
}
