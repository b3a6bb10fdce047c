using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>What a policy says of itself.</summary>
public sealed class SignatureTests
{
    [ContractTheory, ContractCases]
    public void The_signature_stays_the_same(ContractCase tested)
    {
        using LoadedPolicy first = tested.Load();
        using LoadedPolicy second = tested.Load();
        string[] before = Told(first.Policy.Signature);

        using IInference inference = first.CreateInference();
        first.Fill(inference, seed: 1);
        first.Run(inference);

        Told(first.Policy.Signature).ShouldBe(before);
        Told(second.Policy.Signature).ShouldBe(before);
    }

    [ContractTheory, ContractCases]
    public void The_signature_agrees_with_policy_json(ContractCase tested)
    {
        PolicySignature declared = tested.Policy.Read().Declared;

        using LoadedPolicy policy = tested.Load();

        // By name: the order is the model's own.
        Told(policy.Policy.Signature).Order().ShouldBe(Told(declared).Order());
        policy.Policy.Signature.Outputs.Count(output => output.Role == TensorRole.Action).ShouldBe(1);
    }

    [ContractTheory, ContractCases]
    public void It_says_what_runs_and_how_it_may_be_run(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();

        policy.Policy.Identity.Engine.ShouldNotBeNullOrWhiteSpace();
        policy.Policy.Identity.Version.ShouldNotBeNullOrWhiteSpace();
        policy.Policy.Identity.Properties.ShouldAllBe(property => property.Key != "" && property.Value != "");
        policy.Policy.Traits.OwnerThreads.ShouldBeGreaterThanOrEqualTo(1);
    }

    [ContractTheory, ContractCases(ContractKinds.Network)]
    public void A_policy_json_that_disagrees_with_the_model_is_told_before_anything_is_served(ContractCase tested)
    {
        PolicyDescription right = tested.Policy.Read();
        foreach ((string wrong, PolicyDescription policy) in WrongPolicies.Of(right))
        {
            string told = Served(tested, policy).ShouldNotBeNull($"{wrong} is accepted");
            told.ShouldContain(' ', customMessage: $"{wrong} is told in words");
        }

        Served(tested, right).ShouldBeNull();
    }

    /// <summary>What stops a policy on its way into service: loading, comparing the two, the first run.</summary>
    /// <returns>Null where nothing did.</returns>
    private static string? Served(ContractCase tested, PolicyDescription policy)
    {
        using LoadedPolicy? loaded = tested.TryLoad(
            context => context with { Declared = policy.Declared, Call = WrongPolicies.CallOf(policy) },
            out string? refusal);
        if (loaded is null)
            return refusal;
        List<string> errors = [];
        SignatureMatch.Check(policy, loaded.Policy.Signature, errors);
        // What is told of inputs that no robot can fill is true of the right folder as well.
        if (errors.Find(error => !error.Contains("is not supported yet", StringComparison.Ordinal)) is { } error)
            return error;
        try
        {
            using IInference inference = loaded.CreateInference();
            return inference.Run(loaded.Arguments) is { Status: not RunStatus.Ok } result ? result.Message : null;
        }
        catch (PolicyLoadException refused)
        {
            return refused.Message;
        }
    }

    private static string[] Told(PolicySignature signature) =>
        [.. signature.Inputs.Concat(signature.Outputs).Select(tensor => $"{tensor.Role} {tensor}")];
}
