using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>Everything is given back, in order, however often; and what is left of a broken device.</summary>
public sealed class TensorRTLifetimeTests
{
    private const int Loads = 200;
    private const int Runs = 10_000;

    /// <summary>Other tests run beside these and take memory too.</summary>
    private const long Growth = 64 << 20;

    [NeedsFakeGpuTheory]
    [InlineData(10)]
    [InlineData(11)]
    public void Two_hundred_loads_leave_nothing(int major)
    {
        using FakeGpu gpu = new(major);
        PolicyContext context = gpu.Context(FakeEngines.Batched);
        long before = 0;
        for (int load = 0; load < Loads; load++)
        {
            using (IPolicy policy = ShippedPlugins.Load("TensorRT", context))
            {
                using IInference one = policy.CreateInference(("batch", 1));
                using IInference many = policy.CreateInference(("batch", 16));
                one.ShouldAnswer(load);
            }
            gpu.ShouldBeClean();
            if (load == Loads / 4)
                before = Environment.WorkingSet;
        }
        (Environment.WorkingSet - before).ShouldBeLessThan(Growth);
    }

    [NeedsFakeGpuTheory]
    [InlineData("true")]
    [InlineData("false")]
    public void Ten_thousand_runs_are_each_right_and_leave_nothing(string graph)
    {
        using FakeGpu gpu = new(10);
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp, null, ("CudaGraph", graph)))
        {
            using IInference inference = policy.CreateInference();
            long before = gpu.Live;
            for (int run = 0; run < Runs; run++)
                inference.ShouldAnswer(run);
            gpu.Live.ShouldBe(before);
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData(10)]
    [InlineData(11)]
    public void A_run_that_TensorRT_refuses_has_its_reason_and_costs_no_other(int major)
    {
        using FakeGpu gpu = new(major);
        using (IPolicy policy = gpu.Load(FakeEngines.With("enqueue-refuses-later"), null, ("CudaGraph", "false")))
        {
            using IInference inference = policy.CreateInference();
            for (int run = 1; run < 19; run++)
                inference.ShouldAnswer(run);
            RunResult refused = inference.Run(1, 2, 3);
            refused.Status.ShouldBe(RunStatus.Failed);
            refused.Message.ShouldNotBeNull().ShouldContain("enqueueV3: Error Code 1");
            using IInference other = policy.CreateInference();
            other.ShouldAnswer(5);
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData("cuGraphLaunch", "true", 2)]
    [InlineData("cuMemcpyHtoDAsync_v2", "false", 2)]
    [InlineData("cuMemcpyDtoHAsync_v2", "false", 1)]
    public void A_call_of_the_driver_that_fails_fails_that_run_alone(string function, string graph, int result)
    {
        using FakeGpu gpu = new(10);
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp, null, ("CudaGraph", graph)))
        {
            using IInference inference = policy.CreateInference();
            inference.ShouldAnswer(1);
            gpu.Fail(function, 0, result);
            RunResult failed = inference.Run(1, 2, 3);
            failed.Status.ShouldBe(RunStatus.Failed);
            failed.Message.ShouldNotBeNull().ShouldContain($"({result}, ");
            inference.ShouldAnswer(2);
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData("cuStreamSynchronize", "true", 700)]
    [InlineData("cuGraphLaunch", "true", 719)]
    [InlineData("cuGraphLaunch", "true", 201)]
    [InlineData("cuMemcpyHtoDAsync_v2", "false", 100)]
    public void A_broken_device_is_lost_for_the_policys_life(string function, string graph, int result)
    {
        using FakeGpu gpu = new(10);
        using IPolicy policy = gpu.Load(FakeEngines.Ramp, null, ("CudaGraph", graph));
        using IInference inference = policy.CreateInference();
        using IInference other = policy.CreateInference();
        inference.ShouldAnswer(1);
        gpu.Fail(function, 0, result);

        RunResult lost = inference.Run(1, 2, 3);

        lost.Status.ShouldBe(RunStatus.DeviceLost);
        lost.Message.ShouldNotBeNull().ShouldContain("a new process is needed");
        inference.Run(1, 2, 3).ShouldBe(lost);
        other.Run(1, 2, 3).ShouldBe(lost);
    }

    [NeedsFakeGpuTheory]
    [InlineData(10)]
    [InlineData(11)]
    public void An_engine_that_breaks_the_device_is_noticed_when_it_is_waited_for(int major)
    {
        using FakeGpu gpu = new(major);
        using IPolicy policy = gpu.Load(FakeEngines.With("device-lost"), null, ("CudaGraph", "false"));
        using IInference inference = policy.CreateInference();
        for (int run = 1; run < 19; run++)
            inference.ShouldAnswer(run);
        RunResult lost = inference.Run(1, 2, 3);
        lost.Status.ShouldBe(RunStatus.DeviceLost);
        lost.Message.ShouldNotBeNull().ShouldContain("CUDA_ERROR_ILLEGAL_ADDRESS");
    }

    [NeedsFakeGpuFact]
    public void Disposing_in_the_wrong_order_still_deletes_contexts_before_the_engine_before_the_runtime()
    {
        using FakeGpu gpu = new(10);
        IPolicy policy = gpu.Load(FakeEngines.Ramp);
        IInference inference = policy.CreateInference();

        policy.Dispose();
        gpu.LiveObjects.ShouldBe(3);
        inference.Dispose();
        inference.Dispose();
        policy.Dispose();

        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuFact]
    public async Task Disposing_waits_for_the_run_under_way()
    {
        using FakeGpu gpu = new(10);
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp))
        {
            IInference inference = policy.CreateInference();
            using ManualResetEventSlim running = new();
            Task<int> runs = Task.Run(() =>
            {
                int answered = 0;
                while (true)
                {
                    try
                    {
                        inference.Run(RanInference.Arguments).ShouldBe(RunResult.Ok);
                    }
                    catch (ObjectDisposedException)
                    {
                        return answered;
                    }
                    answered++;
                    running.Set();
                }
            });
            running.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            inference.Dispose();
            (await runs.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeGreaterThan(0);
        }
        gpu.ShouldBeClean();
    }
}
