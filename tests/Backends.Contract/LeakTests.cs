using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>
/// Memory after much use is what it was after a little; alone, for other tests' memory would be seen.
/// <c>POLICYGATE_LONG_TESTS=1 ./test LeakTests</c> does it in full for the largest model too.
/// </summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LeakTests
{
    public const string Name = "leaks";

    private const int Loads = 200, Runs = 10_000;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1";

    [ContractTheory, ContractCases(InThisProcess = true)]
    public void Loading_and_disposing_leaves_nothing_behind(ContractCase tested)
    {
        // A session that is left behind holds 100 KiB and more, even of the smallest model: 120 of them 12 MB. The
        // runtime's own heap and the C library's move by 2 MB.
        const long Tolerance = 4 << 20;

        ResidentMemory.LeastGrowth([Environment.ProcessId], Usual(tested, Loads), () =>
        {
            LoadedPolicy policy = tested.Load();
            using (IInference inference = policy.CreateInference())
            {
                policy.Fill(inference, seed: 1);
                policy.Run(inference);
            }
            policy.Dispose();
            policy.Memory.Live.ShouldBe(0);
        }).ShouldBeLessThan(Tolerance);
    }

    [ContractTheory, ContractCases]
    public void Running_leaves_nothing_behind(ContractCase tested)
    {
        // 6 000 runs that leave 170 bytes each; flat ones were seen to move by 400 KiB.
        const long Tolerance = 1 << 20;
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        int live = policy.Memory.Live;

        ResidentMemory.LeastGrowth(
            tested.Source.Processes(policy.Policy), Usual(tested, Runs), () => inference.Run(policy.Arguments))
            .ShouldBeLessThan(Tolerance);

        policy.Memory.Live.ShouldBe(live);
    }

    /// <summary>The largest model takes milliseconds a run and tens of them a load: everyday a part must do.</summary>
    private static int Usual(ContractCase tested, int count) =>
        tested.Policy.Name == "act-tiny" && !IsLong ? Math.Max(40, count / 20) : count;
}
