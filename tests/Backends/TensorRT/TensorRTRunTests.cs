using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>The shipped plugin on the doubles of both majors: answers, shapes, types, threads.</summary>
public sealed class TensorRTRunTests
{
    [NeedsFakeGpuTheory]
    [InlineData(10, "true", "Locked")]
    [InlineData(10, "false", "Locked")]
    [InlineData(10, "true", "Staged")]
    [InlineData(10, "false", "Staged")]
    [InlineData(11, "true", "Locked")]
    [InlineData(11, "false", "Staged")]
    public void Each_run_answers_its_own_inputs(int major, string graph, string memory)
    {
        using FakeGpu gpu = new(major);
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp, null, ("CudaGraph", graph), ("HostMemory", memory)))
        {
            using IInference one = policy.CreateInference();
            using IInference other = policy.CreateInference();
            for (int i = 0; i < 5; i++)
            {
                one.ShouldAnswer(i);
                other.ShouldAnswer(-i);
            }
        }
        gpu.Calls("cuMemHostRegister_v2").ShouldBe(memory == "Locked" ? 4 : 0);
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData(10)]
    [InlineData(11)]
    public void The_signature_is_the_engines_and_its_free_dimensions_are_called_as_policy_json_does(int major)
    {
        using FakeGpu gpu = new(major);
        PolicyContext context = gpu.Context(FakeEngines.Batched);
        using (IPolicy policy = ShippedPlugins.Load("TensorRT", context))
        {
            policy.Signature.Inputs.ShouldHaveSingleItem().ToString().ShouldBe("observation.state float32 [batch, 3]");
            policy.Signature.Outputs.ShouldHaveSingleItem().ToString().ShouldBe("action float32 [batch, 2, 3]");
        }
        PolicySignature declared = new(
            [new("observation.state", TensorRole.State, ElementType.Float32, [Dimension.Free("robots"), 3])],
            [new("action", TensorRole.Action, ElementType.Float32, [Dimension.Free("robots"), 2, 3])]);
        using (IPolicy policy = ShippedPlugins.Load("TensorRT", context with { Declared = declared }))
            policy.Signature.Outputs[0].ToString().ShouldBe("action float32 [robots, 2, 3]");
    }

    [NeedsFakeGpuTheory]
    [InlineData(10)]
    [InlineData(11)]
    public void A_shape_is_run_in_the_profile_that_holds_it(int major)
    {
        using FakeGpu gpu = new(major);
        using (IPolicy policy = gpu.Load(FakeEngines.Batched))
        {
            foreach (int batch in (int[])[1, 4, 16, 32])
            {
                using IInference inference = policy.CreateInference(("batch", batch));
                float[] state = [.. Enumerable.Range(0, batch * 3).Select(i => (float)i)];
                float[] answer = inference.Answer(state);
                answer.Length.ShouldBe(batch * 6);
                answer[^1].ShouldBe(state[^1] + (2 * FakeEngines.Step));
            }
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData(8, null, "profile 0: observation.state from [1, 3] to [4, 3]")]
    [InlineData(8, null, "profile 1: observation.state from [16, 3] to [32, 3]")]
    [InlineData(2, "1", "profile 1: observation.state from [16, 3] to [32, 3]")]
    [InlineData(2, "2", "has 2 optimization profiles")]
    public void A_shape_that_no_profile_holds_is_refused_with_their_ranges(int batch, string? profile, string told)
    {
        using FakeGpu gpu = new(10);
        (string, string)[] options = profile is null ? [] : [("Profile", profile)];
        using (IPolicy policy = gpu.Load(FakeEngines.Batched, null, options))
        {
            Should.Throw<PolicyLoadException>(() => policy.CreateInference(("batch", batch)))
                .Message.ShouldContain(told);
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData("float32", ElementType.Float32)]
    [InlineData("float16", ElementType.Float16)]
    [InlineData("bfloat16", ElementType.BFloat16)]
    [InlineData("int8", ElementType.Int8)]
    [InlineData("uint8", ElementType.UInt8)]
    [InlineData("int32", ElementType.Int32)]
    [InlineData("int64", ElementType.Int64)]
    [InlineData("bool", ElementType.Bool)]
    public void Each_type_goes_in_and_out_as_it_is(string type, ElementType expected)
    {
        using FakeGpu gpu = new(10);
        using (IPolicy policy = gpu.Load(FakeEngines.Echo(type)))
        {
            policy.Signature.Inputs[0].Type.ShouldBe(expected);
            using IInference inference = policy.CreateInference();
            Random random = new(5);
            random.NextBytes(inference.Input(0));
            byte[] given = inference.Input(0).ToArray();
            given.Length.ShouldBe(3 * expected.Size());
            inference.Run(RanInference.Arguments).ShouldBe(RunResult.Ok);
            inference.Output(0).ToArray().ShouldBe(given);
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuTheory]
    [InlineData(10, "true")]
    [InlineData(11, "false")]
    public void Once_warm_a_run_allocates_nothing(int major, string graph)
    {
        using FakeGpu gpu = new(major);
        using IPolicy policy = gpu.Load(FakeEngines.Ramp, null, ("CudaGraph", graph));
        using IInference inference = policy.CreateInference();
        inference.ShouldAnswer(1);

        Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 32; i++)
                inference.Run(RanInference.Arguments);
        }).ShouldBe(0);
    }

    [NeedsFakeGpuFact]
    public async Task Inferences_made_run_and_disposed_on_many_threads_at_once_are_in_order()
    {
        using FakeGpu gpu = new(11);
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp))
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 64), (i, _) =>
            {
                using IInference inference = policy.CreateInference();
                inference.ShouldAnswer(i);
                return ValueTask.CompletedTask;
            });
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuFact]
    public void The_engine_runs_on_one_owner_thread_and_answers_alike()
    {
        using FakeGpu gpu = new(10);
        using IPolicy policy = gpu.Load(FakeEngines.Ramp);
        policy.Traits.OwnerThreads.ShouldBe(1);
        policy.Traits.SameThread.ShouldBeTrue();
        policy.Traits.Deterministic.ShouldBeTrue();
        policy.Identity.Engine.ShouldBe("TensorRT");
        policy.Identity.Version.ShouldBe("10.16.1.11");
        policy.Identity.Properties["device"].ShouldContain("Fake GPU 0");
        policy.Identity.Properties["engine"].ShouldBe("ramp");
    }

    [NeedsFakeGpuFact]
    public void A_run_that_nobody_waits_for_is_not_begun()
    {
        using FakeGpu gpu = new(10);
        using IPolicy policy = gpu.Load(FakeEngines.Ramp);
        using IInference inference = policy.CreateInference();
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        inference.Run(RanInference.Arguments with { Cancel = cancelled.Token }).Status.ShouldBe(RunStatus.Cancelled);
        inference.Run(RanInference.Arguments with { Deadline = 0 }).Status.ShouldBe(RunStatus.DeadlineExceeded);
        gpu.Calls("cuGraphLaunch").ShouldBe(1, "the proof of the graph alone");
    }

    [NeedsFakeGpuFact]
    public void The_inputs_and_outputs_are_zero_before_the_first_run()
    {
        using FakeGpu gpu = new(10);
        using IPolicy policy = gpu.Load(FakeEngines.Ramp);
        using IInference inference = policy.CreateInference();
        inference.Input(0).ToArray().ShouldAllBe(value => value == 0);
        MemoryMarshal.Cast<byte, float>(inference.Output(0)).ToArray().ShouldAllBe(value => value == 0);
    }

    [NeedsFakeGpuTheory]
    [InlineData("Auto", 0)]
    [InlineData("Spin", 1)]
    [InlineData("Block", 4)]
    public void How_a_thread_waits_for_the_GPU_is_an_option(string scheduling, int flags)
    {
        using FakeGpu gpu = new(10);
        using IPolicy policy = gpu.Load(FakeEngines.Ramp, null, ("Scheduling", scheduling));
        gpu.ContextFlags.ShouldBe(flags);
    }

    [NeedsFakeGpuFact]
    public void A_second_GPU_is_chosen_by_the_device()
    {
        using FakeGpu gpu = new(10);
        gpu.SetDevices(2);
        PolicyContext context = gpu.Context(FakeEngines.Ramp);
        using IPolicy policy = ShippedPlugins.Load("TensorRT", context with { Device = "cuda:1" });
        policy.Identity.Properties["device"].ShouldContain("Fake GPU 1");
        ShippedPlugins.Refusal("TensorRT", context with { Device = "cuda:2" }).ShouldContain("the driver shows 2 GPUs");
    }
}
