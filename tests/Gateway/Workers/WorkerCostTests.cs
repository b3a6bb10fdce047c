using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Tests.Fixtures;
using Xunit.Abstractions;

namespace PolicyGate.Tests.Gateway.Workers;

/// <summary>What runs in a worker take of the gateway.</summary>
[Collection(RealTimeRobots.Name)]
public sealed class WorkerCostTests(ITestOutputHelper output) : IDisposable
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1";

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

    /// <summary>
    /// <c>POLICYGATE_LONG_TESTS=1 ./test WorkerCostTests</c> on a machine with nothing else to do gives the figures of
    /// docs/workers.md, and demands them.
    /// </summary>
    [Theory]
    [InlineData(30)]
    [InlineData(0)]
    public void A_run_takes_some_tens_of_microseconds_longer_than_in_this_process(int hz)
    {
        PolicyFolder read = PolicyFolder.Read(Path.Combine(GoldenData.Root, "act-tiny"), "Onnx");
        PolicyContext context = TestContexts.Of(read.Folder, read.ModelPath, read.Declared);
        IsolatedPolicy.TryLoad(ShippedPlugins.Folder, "Onnx", context, IsolatedPolicy.Alone, null, out var isolated)
            .ShouldBeNull();
        using IsolatedPolicy there = isolated!;
        using IPolicy policy = ShippedPlugins.Load("Onnx", context);
        using IInference here = policy.CreateInference(new InferenceShape(new Dictionary<string, int>()));
        (List<double> own, List<double> workers) = ([], []);
        for (int tick = 0; tick < (IsLong ? 1000 : 60); tick++)
        {
            own.Add(Microseconds(here, policy.Signature.Inputs.Count, hz));
            workers.Add(Microseconds(there.Inference, policy.Signature.Inputs.Count, hz));
        }
        own.Sort();
        workers.Sort();
        double added = workers[workers.Count / 2] - own[own.Count / 2];
        output.WriteLine(
            $"{(hz == 0 ? "back to back" : $"{hz} Hz")}: here p50 {own[own.Count / 2]:0} µs,"
            + $" p99 {own[own.Count * 99 / 100]:0}; in a worker p50 {workers[workers.Count / 2]:0} µs,"
            + $" p99 {workers[workers.Count * 99 / 100]:0}; added {added:0} µs");
        // Back to back nothing announces the next run while the last is on its way.
        added.ShouldBeLessThan((IsLong, hz) switch { (false, _) => 2000, (_, 0) => 100, _ => 50 });
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

    private static double Microseconds(IInference inference, int inputs, int hz)
    {
        if (hz > 0)
        {
            using var clock = new AutoResetEvent(initialState: false);
            clock.WaitOne(TimeSpan.FromSeconds(1.0 / hz));
        }
        // As a tick does: the last pictures are filled in meanwhile.
        (inference as IAnnouncedInference)?.Announce();
        for (int i = 0; i < inputs; i++)
            inference.Input(i).Fill(1);
        long begun = TimeProvider.System.GetTimestamp();
        inference.Run(new RunArguments(1, Seed: 0, long.MaxValue, default, CancellationToken.None))
            .ShouldBe(RunResult.Ok);
        return TimeProvider.System.GetElapsedTime(begun).TotalMicroseconds;
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
