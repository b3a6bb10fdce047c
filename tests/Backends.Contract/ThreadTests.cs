using PolicyGate.Abstractions;
using static PolicyGate.Tests.Backends.Contract.ThreadedRuns;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>One policy and its inferences under several threads.</summary>
public sealed class ThreadTests
{
    [ContractTheory, ContractCases]
    public void As_many_threads_as_the_traits_say_run_one_policy_at_once(ContractCase tested)
    {
        byte[][][] expected = Expected(tested);
        using LoadedPolicy policy = tested.Load();
        // A backend may say any number; a machine has few.
        int threads = Math.Min(policy.Policy.Traits.OwnerThreads, 8);

        AtOnce([.. Enumerable.Range(0, threads).Select(_ => (Action)(() => RunInTurn(policy, expected, 1)))]);
    }

    [ContractTheory, ContractCases]
    public void Others_are_loaded_and_disposed_while_one_runs(ContractCase tested)
    {
        byte[][][] expected = Expected(tested);
        using LoadedPolicy policy = tested.Load();

        AtOnce(
            () => RunInTurn(policy, expected, inferences: 2),
            () =>
            {
                for (int i = 0; i < 5; i++)
                {
                    using LoadedPolicy other = tested.Load();
                    using IInference inference = other.CreateInference();
                    other.Fill(inference, seed: 0);
                    other.Run(inference).ShouldBe(expected[0]);
                }
            });
    }

    [ContractTheory, ContractCases]
    public void An_inference_is_handed_from_thread_to_thread_unless_the_traits_forbid_it(ContractCase tested)
    {
        byte[][][] expected = Expected(tested);
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        for (int seed = 0; seed < expected.Length && !policy.Policy.Traits.SameThread; seed++)
        {
            int now = seed;
            AtOnce(() =>
            {
                policy.Fill(inference, now);
                policy.Run(inference).ShouldBe(expected[now]);
            });
        }
    }
}
