using static PolicyGate.Tests.Backends.Contract.ThreadedRuns;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Many policies of one backend, each under a thread of its own.</summary>
/// <remarks>A class of its own, because classes run at once.</remarks>
public sealed class ManyPoliciesTests
{
    [ContractTheory, ContractCases]
    public void Eight_policies_of_four_inferences_each_answer_right_at_once(ContractCase tested)
    {
        LoadedPolicy[] policies = [.. Enumerable.Range(0, 8).Select(_ => tested.Load())];

        AtOnce([.. policies.Select(policy => (Action)(() => RunInTurn(policy, Expected(tested), inferences: 4)))]);

        foreach (LoadedPolicy policy in policies)
        {
            policy.Dispose();
            policy.Memory.Live.ShouldBe(0);
        }
    }
}
