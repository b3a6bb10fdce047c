using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Binding;

public sealed class SignatureMatchTests
{
    private static readonly PolicyDescription Policy = PolicyFolderReader.Read(
        Repository.At("tests/data/act-tiny"), new LimitsOptions(), [])!;

    private static readonly Dimension Batch = Dimension.Free("batch");

    [Fact]
    public void The_signature_that_is_declared_fits()
    {
        Check(Policy.Declared).ShouldBeEmpty();
    }

    [Fact]
    public void Free_dimensions_take_their_sizes_from_policy_json_and_the_batch_is_1()
    {
        PolicySignature model = Replace(Policy.Declared, "observation.state", [Batch, Dimension.Free("joints")]);
        model = model with { Outputs = [Action([Batch, Dimension.Free("rows"), Dimension.Free("joints")])] };
        List<string> errors = [];

        InferenceShape shape = SignatureMatch.Check(Policy, model, errors).ShouldNotBeNull();

        errors.ShouldBeEmpty();
        shape.Sizes.ShouldBe(
            new Dictionary<string, int> { ["batch"] = 1, ["joints"] = 16, ["rows"] = 20 }, ignoreOrder: true);
    }

    [Fact]
    public void Everything_that_does_not_fit_is_told_at_once()
    {
        PolicySignature model = Replace(Policy.Declared, "observation.state", [1, 7]);
        model = new PolicySignature(
        [
            .. model.Inputs.Where(input => input.Name != "observation.images.wrist_left"),
            new TensorSpec("observation.images.left", TensorRole.Image, ElementType.Float32, [1, 3, 60, 96]),
        ],
            [Action([1, 20, 16]) with { Type = ElementType.Float16 }]);

        Check(model).ShouldBe(
        [
            "input 'observation.state': policy.json says float32 [1, 16], the model has float32 [1, 7]; correct"
                + " policy.json, or take the model that belongs to it",
            "input 'observation.images.wrist_left': policy.json declares it (float32 [1, 3, 60, 96]) and the model has"
                + " none of that name; it has observation.state, observation.images.head_left,"
                + " observation.images.wrist_right, observation.images.left: rename it in one of the two, or export the"
                + " model with it",
            "input 'observation.images.left': the model takes it (float32 [1, 3, 60, 96]) and policy.json does not"
                + " declare it; add it to 'inputs', or export the model without it",
            "output 'action': policy.json says float32 [1, 20, 16], the model has float16 [1, 20, 16]; correct"
                + " policy.json, or take the model that belongs to it",
        ]);
    }

    [Fact]
    public void A_model_of_another_rank_or_for_eight_robots_at_once_does_not_fit()
    {
        Check(Replace(Policy.Declared, "observation.state", [16])).ShouldHaveSingleItem();
        Check(Replace(Policy.Declared, "observation.state", [8, 16])).ShouldHaveSingleItem();
    }

    [Fact]
    public void One_symbol_with_two_sizes_is_told()
    {
        Dimension side = Dimension.Free("side");

        Check(Replace(Policy.Declared, "observation.images.head_left", [1, 3, side, side])).ShouldBe(
            ["input 'observation.images.head_left': the model's free dimension 'side' would be 96 here by policy.json,"
                + " but 60 in input 'observation.images.head_left'; correct the shapes in policy.json"]);
    }

    [Fact]
    public void Other_outputs_of_the_model_are_passed_over_unless_their_size_is_unknown()
    {
        TensorSpec attention = new("attention", TensorRole.Auxiliary, ElementType.Float32, [1, 49]);
        TensorSpec free = attention with { Shape = [1, Dimension.Free("tokens")] };

        Check(Policy.Declared with { Outputs = [attention, Action([1, 20, 16])] }).ShouldBeEmpty();
        Check(Policy.Declared with { Outputs = [free, Action([1, 20, 16])] }).ShouldHaveSingleItem()
            .ShouldStartWith("output 'attention': the model leaves its dimension 'tokens' free");
    }

    [Fact]
    public void An_input_that_nothing_can_fill_is_refused_by_name()
    {
        TensorSpec noise = new("noise", TensorRole.Noise, ElementType.Float32, [1, 20, 16]);
        var input = new TensorDescription { Spec = noise, Normalize = NormalizationDescription.Identity };
        PolicyDescription policy = Policy with { Inputs = [.. Policy.Inputs, input] };
        List<string> errors = [];

        SignatureMatch.Check(policy, policy.Declared, errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().ShouldStartWith("input 'noise' is not supported yet:");
    }

    private static List<string> Check(PolicySignature model)
    {
        List<string> errors = [];
        InferenceShape? shape = SignatureMatch.Check(Policy, model, errors);
        (shape is null).ShouldBe(errors.Count > 0);
        return errors;
    }

    private static TensorSpec Action(Dimension[] shape) => new("action", TensorRole.Action, ElementType.Float32, shape);

    private static PolicySignature Replace(PolicySignature signature, string name, Dimension[] shape) => signature with
    {
        Inputs = [.. signature.Inputs.Select(input => input.Name == name ? input with { Shape = shape } : input)],
    };
}
