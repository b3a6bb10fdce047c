using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Runs on several threads at once whose answers are known.</summary>
internal static class ThreadedRuns
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Answers by seed, made by one thread alone.</summary>
    public static byte[][][] Expected(ContractCase tested)
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

    public static void RunInTurn(LoadedPolicy policy, byte[][][] expected, int inferences)
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

    public static void AtOnce(params Action[] actions)
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
