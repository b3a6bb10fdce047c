using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Many policies, inferences and threads at once.</summary>
public sealed class ThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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

    /// <summary>Answers by seed, made by one thread alone.</summary>
    private static byte[][][] Expected(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        return
        [
            .. Enumerable.Range(0, 4).Select(seed =>
            {
                policy.Fill(inference, seed);
                return policy.Run(inference);
            }),
        ];
    }

    private static void RunInTurn(LoadedPolicy policy, byte[][][] expected, int inferences)
    {
        const int Rounds = 8;
        IInference[] made = [.. Enumerable.Range(0, inferences).Select(_ => policy.CreateInference())];
        IEpisode[] episodes = policy.Policy is IStatefulPolicy stateful ? [stateful.CreateEpisode()] : [];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < made.Length; i++)
            {
                int seed = (round + i) % expected.Length;
                policy.Fill(made[i], seed);
                foreach (IEpisode episode in episodes)
                    episode.Reset();
                policy.RunOn(made[i], policy.Arguments with { Episodes = episodes }).ShouldBe(expected[seed]);
            }
        }
        foreach (IDisposable owned in (IDisposable[])[.. made, .. episodes])
            owned.Dispose();
    }

    private static void AtOnce(params Action[] actions)
    {
        Exception?[] failures = new Exception?[actions.Length];
        using Barrier begin = new(actions.Length);
        Thread[] threads =
        [
            .. actions.Select((action, i) => new Thread(() =>
            {
                try
                {
                    begin.SignalAndWait(Patience);
                    action();
                }
                catch (Exception failure)
                {
                    failures[i] = failure;
                }
            })),
        ];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join(Patience).ShouldBeTrue("it hangs");
        failures.ShouldAllBe(failure => failure == null);
    }
}
