using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>CUDA graphs: one launch a run where an engine can be captured, and the truth where it cannot.</summary>
public sealed class TensorRTGraphTests
{
    private const int Runs = 25;

    [NeedsFakeGpuTheory]
    [InlineData(10)]
    [InlineData(11)]
    public void A_captured_run_is_one_launch(int major)
    {
        using FakeGpu gpu = new(major);
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp))
        {
            using IInference inference = policy.CreateInference();
            long copies = gpu.Calls("cuMemcpyHtoDAsync_v2");
            for (int i = 0; i < Runs; i++)
                inference.ShouldAnswer(i);
            gpu.Calls("cuGraphLaunch").ShouldBe(1 + Runs, "one more was the proof");
            gpu.Calls("cuMemcpyHtoDAsync_v2").ShouldBe(copies);
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData(10, "capture-refuses", "TensorRT refuses to run while it is captured: enqueueV3")]
    [InlineData(11, "capture-refuses", "TensorRT refuses to run while it is captured: enqueueV3")]
    [InlineData(10, "capture-syncs", "TensorRT refuses to run while it is captured: enqueueV3")]
    [InlineData(11, "capture-syncs", "TensorRT refuses to run while it is captured: enqueueV3")]
    [InlineData(10, "capture-empty", "does not give the same answer")]
    [InlineData(11, "capture-empty", "does not give the same answer")]
    [InlineData(10, "capture-stale-input", "does not give the same answer")]
    [InlineData(10, "capture-breaks", "it cannot be captured")]
    [InlineData(11, "capture-breaks", "it cannot be captured")]
    public void An_engine_that_cannot_be_captured_runs_uncaptured_and_that_is_told_once(
        int major, string fault, string reason)
    {
        using FakeGpu gpu = new(major);
        LogLines log = new();
        using (IPolicy policy = gpu.Load(FakeEngines.With(fault), log))
        {
            using IInference one = policy.CreateInference();
            using IInference other = policy.CreateInference();
            long launches = gpu.Calls("cuGraphLaunch");
            for (int i = 0; i < Runs; i++)
            {
                one.ShouldAnswer(i);
                other.ShouldAnswer(i + 100);
            }
            gpu.Calls("cuGraphLaunch").ShouldBe(launches);
        }
        log.All.Count(line => line.Contains("runs without a CUDA graph")).ShouldBe(1, log.Text);
        log.Text.ShouldContain(reason);
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData("cuStreamBeginCapture_v2", 801)]
    [InlineData("cuGraphInstantiateWithFlags", 2)]
    public void A_driver_that_cannot_capture_costs_the_graph_and_nothing_else(string function, int result)
    {
        using FakeGpu gpu = new(10);
        gpu.Fail(function, 0, result);
        LogLines log = new();
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp, log))
        {
            using IInference inference = policy.CreateInference();
            inference.ShouldAnswer(3);
        }
        log.Text.ShouldContain("it cannot be captured");
        log.Text.ShouldContain($"({result},");
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuFact]
    public void Without_the_option_nothing_is_captured_and_nothing_told()
    {
        using FakeGpu gpu = new(10);
        LogLines log = new();
        using IPolicy policy = gpu.Load(FakeEngines.With("capture-refuses"), log, ("CudaGraph", "false"));
        using IInference inference = policy.CreateInference();
        inference.ShouldAnswer(3);
        gpu.Calls("cuStreamBeginCapture_v2").ShouldBe(0);
        log.Text.ShouldNotContain("CUDA graph");
    }
}
