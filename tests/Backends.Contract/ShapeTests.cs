using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Sizes for free dimensions that are no sizes.</summary>
public sealed class ShapeTests
{
    [ContractTheory, ContractCases(ContractKinds.Usual | ContractKinds.Batch)]
    public void A_free_dimension_without_a_size_is_told_by_its_name(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();

        Refusal(policy, new InferenceShape(new Dictionary<string, int>())).ShouldContain("batch");
        Refusal(policy, new InferenceShape(new Dictionary<string, int> { ["height"] = 1 })).ShouldContain("batch");

        policy.Memory.Live.ShouldBe(0, "a refused inference keeps nothing");
    }

    [ContractTheory, ContractCases(ContractKinds.Usual | ContractKinds.Batch)]
    public void An_impossible_size_is_told_and_memory_is_not_even_tried(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        foreach (int size in (int[])[0, -1, int.MinValue, int.MaxValue])
            Refusal(policy, policy.ShapeFor(size)).ShouldContain(' ', customMessage: $"size {size}");

        policy.Memory.Live.ShouldBe(0, "a refused inference keeps nothing");
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        policy.Run(inference);
    }

    private static string Refusal(LoadedPolicy policy, InferenceShape shape) =>
        Should.Throw<PolicyLoadException>(() => policy.Policy.CreateInference(shape)).Message;
}
