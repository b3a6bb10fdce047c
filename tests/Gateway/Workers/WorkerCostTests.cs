using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Workers;

/// <summary>What runs in a worker take of the gateway.</summary>
[Collection(RealTimeRobots.Name)]
public sealed class WorkerCostTests : IDisposable
{
    private readonly BreakingPolicy _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_takes_nothing_of_the_managed_heap_once_warm()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone, options: ("Stateful", "true"));
        using var cancel = new CancellationTokenSource();
        policy.Run(cancel: cancel.Token).ShouldBe(RunResult.Ok);
        bool good = true;
        long taken = Allocations.LeastOf(() =>
        {
            for (int run = 0; run < 20; run++)
                good &= policy.Run(cancel: cancel.Token).Status is RunStatus.Ok;
        });
        good.ShouldBeTrue();
        taken.ShouldBe(0);
    }

    [Fact]
    public void Ten_thousand_runs_leave_gateway_and_worker_as_they_were()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone);
        for (int run = 0; run < 2000; run++)
            policy.Run().ShouldBe(RunResult.Ok);
        (long own, long workers) = (Mapped("self"), Resident(policy.Serving));
        for (int run = 0; run < 10_000; run++)
            policy.Run().ShouldBe(RunResult.Ok);
        Mapped("self").ShouldBe(own);
        Resident(policy.Serving).ShouldBeLessThan(workers + (16 << 20));
    }

    [Fact]
    public void Policies_that_come_and_go_leave_no_page_and_no_process()
    {
        var processes = new List<int>();
        long before = Mapped("self");
        for (int load = 0; load < 3; load++)
        {
            using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.WithSpare);
            policy.RunWell();
            processes.Add(policy.Serving);
            processes.Add(policy.WaitForSpare());
        }
        Mapped("self").ShouldBe(before);
        processes.ShouldAllBe(process => !Signal.IsAlive(process));
    }

    private static long Mapped(string process) =>
        File.ReadLines($"/proc/{process}/maps").Count(line => line.Contains("memfd:policygate"));

    private static long Resident(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status")
            .Single(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) << 10;
    }
}
