using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Memory after much use is what it was after a little. Alone, for other tests' memory would be seen.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LeakTests
{
    public const string Name = "leaks";

    private const int Loads = 200, Runs = 10_000;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1";

    [ContractTheory, ContractCases]
    public void Loading_and_disposing_leaves_nothing_behind(ContractCase tested)
    {
        // A session that is left behind holds 100 KiB and more, even of the smallest model: 200 of them 20 MB. The
        // runtime's own heap and the C library's move by 2 MB.
        const long Tolerance = 4 << 20;
        int loads = IsLong || !IsLarge(tested) ? Loads : Loads / 4;
        long[] resident = new long[loads];

        for (int i = 0; i < loads; i++)
        {
            LoadedPolicy policy = tested.Load();
            using (IInference inference = policy.CreateInference())
            {
                policy.Fill(inference, seed: i);
                policy.Run(inference);
            }
            policy.Dispose();
            policy.Memory.Live.ShouldBe(0);
            resident[i] = ResidentMemory.Of([Environment.ProcessId]);
        }

        Growth(resident).ShouldBeLessThan(Tolerance);
    }

    [ContractTheory, ContractCases]
    public void Running_leaves_nothing_behind(ContractCase tested)
    {
        // 10 000 runs that leave 100 bytes each.
        const long Tolerance = 1 << 20;
        int runs = IsLong || !IsLarge(tested) ? Runs : Runs / 10;
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        IReadOnlyList<int> processes = tested.Source.Processes(policy.Policy);
        long[] resident = new long[100];

        int live = policy.Memory.Live;
        for (int i = 0; i < runs; i++)
        {
            inference.Run(policy.Arguments);
            if (i % (runs / resident.Length) == 0)
                resident[i / (runs / resident.Length)] = ResidentMemory.Of(processes);
        }

        policy.Memory.Live.ShouldBe(live);
        Growth(resident).ShouldBeLessThan(Tolerance);
    }

    /// <summary>From the second fifth to the last; the first warms up.</summary>
    private static long Growth(long[] resident)
    {
        int fifth = resident.Length / 5;
        return Median(resident.AsSpan(resident.Length - fifth)) - Median(resident.AsSpan(fifth, fifth));
    }

    private static long Median(ReadOnlySpan<long> values)
    {
        long[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>Takes a millisecond a run and more: everyday a part of it must do.</summary>
    private static bool IsLarge(ContractCase tested) => tested.Policy.Name == "act-tiny";
}
