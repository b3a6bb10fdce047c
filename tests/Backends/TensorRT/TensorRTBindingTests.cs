using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>An inference that cannot be made: what the operator reads, and that nothing stays behind.</summary>
public sealed class TensorRTBindingTests
{
    [NeedsFakeGpuTheory]
    [InlineData("context-pimpl", "the context's getPImpl is not the context", false)]
    [InlineData("context-engine", "the context's getEngine is not the engine", false)]
    [InlineData("no-context", "refuses to make an execution context: createExecutionContext: Error Code 2", true)]
    [InlineData("refuses-profile", "refuses to use the optimization profile 0", true)]
    [InlineData("data-dependent action", "the shape of 'action' depends on the numbers", true)]
    [InlineData("enqueue-refuses", "refuses to run the engine: enqueueV3: Error Code 1", true)]
    public void What_cannot_be_run_is_refused_when_the_inference_is_made(string fault, string told, bool clean)
    {
        foreach (int major in (int[])[10, 11])
        {
            using FakeGpu gpu = new(major);
            using (IPolicy policy = gpu.Load(FakeEngines.With(fault)))
            {
                Should.Throw<PolicyLoadException>(() => policy.CreateInference())
                    .Message.ShouldContain(told);
            }
            if (clean)
                gpu.ShouldBeClean();
        }
    }

    [NeedsFakeGpuFact]
    public void A_shape_that_TensorRT_refuses_is_told_with_its_reason()
    {
        using FakeGpu gpu = new(10);
        using (IPolicy policy = gpu.Load(FakeEngines.With("refuses-shape", FakeEngines.Batched)))
        {
            Should.Throw<PolicyLoadException>(() => policy.CreateInference(("batch", 2))).Message
                .ShouldContain("refuses to take observation.state in the shape [2, 3]: setInputShape");
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuFact]
    public void A_device_out_of_memory_is_told_with_the_drivers_name_for_it()
    {
        using FakeGpu gpu = new(10);
        // The first is the context's own.
        gpu.Fail("cuMemAlloc_v2", 1, 2);
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp))
        {
            string told = Should.Throw<PolicyLoadException>(() => policy.CreateInference()).Message;
            told.ShouldContain("CUDA_ERROR_OUT_OF_MEMORY (2, out of memory)");
            told.ShouldContain("Fake GPU 0");
            using IInference later = policy.CreateInference();
            later.ShouldAnswer(1);
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData("cuStreamCreate", 2)]
    [InlineData("cuDevicePrimaryCtxRetain", 2)]
    [InlineData("cuGraphUpload", 719)]
    public void A_driver_that_fails_on_the_way_is_told_and_leaves_nothing_in_use(string function, int result)
    {
        using FakeGpu gpu = new(10);
        gpu.Fail(function, 0, result);
        PolicyContext context = gpu.Context(FakeEngines.Ramp);
        if (function != "cuGraphUpload")
        {
            ShippedPlugins.Refusal("TensorRT", context).ShouldContain($"({result}, ");
            gpu.ShouldBeClean();
            return;
        }
        using IPolicy policy = ShippedPlugins.Load("TensorRT", context);
        Should.Throw<PolicyLoadException>(() => policy.CreateInference()).Message.ShouldContain($"({result}, ");
        gpu.LiveObjects.ShouldBe(2, "the runtime and the engine");
    }

    [NeedsFakeGpuFact]
    public void Memory_that_cannot_be_locked_is_staged_and_that_is_told_once()
    {
        using FakeGpu gpu = new(10);
        gpu.Fail("cuMemHostRegister_v2", 0, 801);
        gpu.Fail("cuMemHostRegister_v2", 0, 801);
        LogLines log = new();
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp, log))
        {
            using IInference inference = policy.CreateInference();
            inference.ShouldAnswer(7);
        }
        log.All.Count(line => line.Contains("cannot be page-locked")).ShouldBe(1, log.Text);
        gpu.ShouldBeClean();
    }
}
