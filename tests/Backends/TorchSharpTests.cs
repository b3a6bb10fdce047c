using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;
using static PolicyGate.Tests.Fixtures.TorchModels;

namespace PolicyGate.Tests.Backends;

public sealed class TorchSharpTests
{
    private readonly TestTensorAllocator _memory = new();

    [NeedsLibTorchTheory]
    [InlineData("tests/data/act-tiny")]
    [InlineData("samples/policies/reach")]
    public void A_policy_answers_as_it_does_on_ONNX_Runtime(string folder)
    {
        using IPolicy torch = ShippedPlugins.Load("TorchSharp", Of(folder, "TorchSharp"));
        using IPolicy onnx = ShippedPlugins.Load("Onnx", Of(folder, "Onnx"));
        torch.Signature.Inputs.Select(spec => spec.ToString())
            .ShouldBe(onnx.Signature.Inputs.Select(spec => spec.ToString()));
        using IInference one = torch.CreateInference(NothingFree);
        using IInference other = onnx.CreateInference(NothingFree);
        var random = new Random(7);

        // By turns in one process, each with natives of its own: protobuf, OpenMP, BLAS.
        for (int run = 0; run < 5; run++)
        {
            for (int input = 0; input < torch.Signature.Inputs.Count; input++)
            {
                foreach (ref float value in MemoryMarshal.Cast<byte, float>(one.Input(input)))
                    value = random.NextSingle() * 2 - 1;
                one.Input(input).CopyTo(other.Input(input));
            }
            one.Run(Arguments).ShouldBe(RunResult.Ok);
            other.Run(Arguments).ShouldBe(RunResult.Ok);

            float[] expected = Floats(other);
            float[] found = Floats(one);
            expected.ShouldContain(value => value != 0);
            found.Zip(expected, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
        }
    }

    [NeedsLibTorchFact]
    public void Arguments_come_in_the_order_that_policy_json_gives()
    {
        PolicySignature declared = Signature(
            [Input("observation.state", ElementType.Float32, 1, 4), Input("extra", ElementType.Float32, 1, 4)],
            [Output("action", ElementType.Float32, 1, 2, 2)]);
        using IPolicy policy = ShippedPlugins.Load(
            "TorchSharp", Method("two", declared, order: ["extra", "observation.state"]));
        using IInference inference = policy.CreateInference(NothingFree);
        ((float[])[1, 2, 3, 4]).CopyTo(State(inference));
        MemoryMarshal.Cast<byte, float>(inference.Input(1)).Fill(0.5f);

        inference.Run(Arguments).ShouldBe(RunResult.Ok);

        Floats(inference).ShouldBe([-4, -3, -2, -1]);
        policy.Identity.Properties["method"].ShouldBe("two");
    }

    [NeedsLibTorchTheory]
    [InlineData("pair", new float[] { 1, 3, 2, 4 })]
    [InlineData("several", new float[] { 2, 3, 4, 5 })]
    [InlineData("optional", new float[] { 1, 2, 3, 4 })]
    public void Of_a_tuple_or_a_list_the_declared_tensors_are_read(string method, float[] expected)
    {
        using IPolicy policy = ShippedPlugins.Load("TorchSharp", Method(method));
        using IInference inference = policy.CreateInference(NothingFree);
        ((float[])[1, 2, 3, 4]).CopyTo(State(inference));

        inference.Run(Arguments).ShouldBe(RunResult.Ok);

        Floats(inference).ShouldBe(expected);
    }

    [NeedsLibTorchFact]
    public void A_second_output_is_read_and_one_of_unknown_size_passed_over()
    {
        PolicySignature both = Joints with
        {
            Outputs = [.. Joints.Outputs, Output("sum", ElementType.Float32, 1)],
        };
        using (IPolicy policy = ShippedPlugins.Load("TorchSharp", Method("pair", both)))
        {
            using IInference inference = policy.CreateInference(NothingFree);
            ((float[])[1, 2, 3, 4]).CopyTo(State(inference));
            inference.Run(Arguments).ShouldBe(RunResult.Ok);
            Floats(inference, 1).ShouldBe([10]);
        }

        PolicySignature unknown = Joints with
        {
            Outputs = [.. Joints.Outputs, Output("sum", ElementType.Float32, Dimension.Free("n"))],
        };
        using IPolicy second = ShippedPlugins.Load("TorchSharp", Method("pair", unknown));
        using IInference without = second.CreateInference(NothingFree);
        without.Run(Arguments).ShouldBe(RunResult.Ok);
        without.Output(1).Length.ShouldBe(0);
    }

    [NeedsLibTorchFact]
    public void Every_element_type_goes_in_and_comes_out()
    {
        ElementType[] types = [.. Enum.GetValues<ElementType>().Where(type => type != ElementType.Utf8)];
        PolicySignature declared = Signature(
            [.. types.Select(type => Input($"in.{type}", type, 3))],
            [.. types.Select((type, i) => Output(i == 0 ? "action" : $"out.{type}", type, 3))]);
        PolicyContext context = TestContexts.Of(Repository.Root, At("types"), declared);
        using IPolicy policy = ShippedPlugins.Load("TorchSharp", context);
        using IInference inference = policy.CreateInference(NothingFree);

        inference.Run(Arguments).ShouldBe(RunResult.Ok);

        byte[][] one =
        [
            MemoryMarshal.AsBytes<float>([1]).ToArray(), MemoryMarshal.AsBytes<Half>([(Half)1]).ToArray(),
            [0x80, 0x3F], MemoryMarshal.AsBytes<double>([1]).ToArray(), [1], [1], [1, 0], [1, 0, 0, 0],
            [1, 0, 0, 0, 0, 0, 0, 0], [1],
        ];
        for (int i = 0; i < types.Length; i++)
            inference.Output(i).ToArray().ShouldBe([.. one[i], .. one[i], .. one[i]], types[i].ToString());
    }

    [NeedsLibTorchFact]
    public void Free_dimensions_take_the_hosts_sizes()
    {
        PolicySignature declared = Signature(
            [Input("observation.state", ElementType.Float32, Dimension.Free("batch"), Dimension.Free("history"), 2)],
            [Output("action", ElementType.Float32, Dimension.Free("batch"), 3, 2)]);
        PolicyContext context = TestContexts.Of(Repository.Root, At("free"), declared, _memory);
        using IPolicy policy = ShippedPlugins.Load("TorchSharp", context);
        Should.Throw<PolicyLoadException>(() => policy.CreateInference(NothingFree)).Message.ShouldContain("'batch'");
        _memory.Live.ShouldBe(0);

        foreach ((int batch, int history) in ((int, int)[])[(2, 4), (1, 1), (3, 2)])
        {
            using IInference inference = policy.CreateInference(new InferenceShape(
                new Dictionary<string, int> { ["batch"] = batch, ["history"] = history }));
            State(inference).Length.ShouldBe(batch * history * 2);
            State(inference).Fill(5);
            inference.Run(Arguments).ShouldBe(RunResult.Ok);
            Floats(inference).ShouldBe(
                [.. Enumerable.Range(0, batch).SelectMany(_ => (float[])[5, 5, 6, 6, 7, 7])]);
        }
    }

    [NeedsLibTorchFact]
    public void A_run_allocates_nothing_on_the_managed_heap()
    {
        using IPolicy policy = ShippedPlugins.Load("TorchSharp", Method("forward"));
        using IInference inference = policy.CreateInference(NothingFree);
        using var cancel = new CancellationTokenSource();
        RunArguments arguments = Arguments with { Cancel = cancel.Token };
        for (int i = 0; i < 50; i++)
            inference.Run(arguments).ShouldBe(RunResult.Ok);

        RunStatus worst = RunStatus.Ok;
        long allocated = Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                State(inference).Fill(i);
                RunResult result = inference.Run(arguments);
                worst = result.Status > worst ? result.Status : worst;
            }
        });

        worst.ShouldBe(RunStatus.Ok);
        allocated.ShouldBe(0);
        Floats(inference)[0].ShouldBe(38);
    }

    [NeedsLibTorchFact]
    public void What_the_script_refuses_is_a_result_and_the_next_run_goes_well()
    {
        using IPolicy policy = ShippedPlugins.Load("TorchSharp", Method("refuses"));
        using IInference inference = policy.CreateInference(NothingFree);

        State(inference).Fill(-1);
        for (int i = 0; i < 3; i++)
        {
            RunResult refused = inference.Run(Arguments);
            refused.Status.ShouldBe(RunStatus.Failed);
            string message = refused.Message.ShouldNotBeNull();
            message.ShouldContain("the first joint is below its range");
            message.Split('\n').Length.ShouldBeLessThan(8);
            message.ShouldNotContain("frame #");
        }

        State(inference).Fill(1);
        inference.Run(Arguments).ShouldBe(RunResult.Ok);
        Floats(inference).ShouldBe([1, 1, 1, 1]);
    }

    [NeedsLibTorchTheory]
    [InlineData("grows", "found float32 [1, 4, 2]")]
    [InlineData("halves", "found float16 [1, 2, 2]")]
    [InlineData("named", "found a dictionary")]
    public void An_answer_of_another_shape_or_type_is_told_with_both(string method, string found)
    {
        using IPolicy policy = ShippedPlugins.Load("TorchSharp", Method(method));
        using IInference inference = policy.CreateInference(NothingFree);

        RunResult result = inference.Run(Arguments);

        result.Status.ShouldBe(RunStatus.Failed);
        result.Message.ShouldNotBeNull().ShouldContain("expected action float32 [1, 2, 2]");
        result.Message.ShouldContain(found, Case.Insensitive);
    }

    [NeedsLibTorchTheory]
    [InlineData("keeps", "keeps its argument 1")]
    [InlineData("writes", "writes into its argument 1")]
    public void A_script_that_lays_hands_on_the_hosts_memory_is_not_served(string method, string told)
    {
        using IPolicy policy = ShippedPlugins.Load("TorchSharp", Method(method));
        using IInference inference = policy.CreateInference(NothingFree);

        RunResult result = inference.Run(Arguments);

        result.Status.ShouldBe(RunStatus.Failed);
        result.Message.ShouldNotBeNull().ShouldContain(told);
    }

    [NeedsLibTorchFact]
    public void A_script_that_computes_gradients_runs_where_that_is_allowed()
    {
        using (IPolicy usual = ShippedPlugins.Load("TorchSharp", Method("guided")))
        {
            using IInference refused = usual.CreateInference(NothingFree);
            refused.Run(Arguments).Status.ShouldBe(RunStatus.Failed);
        }

        using IPolicy policy = ShippedPlugins.Load("TorchSharp", Method("guided", options: ("InferenceMode", "false")));
        using IInference inference = policy.CreateInference(NothingFree);
        State(inference).Fill(3);
        inference.Run(Arguments).ShouldBe(RunResult.Ok);
        Floats(inference).ShouldBe([6, 6, 6, 6]);
    }

    [NeedsLibTorchFact]
    public void A_run_that_nobody_waits_for_any_more_does_not_begin()
    {
        using IPolicy policy = ShippedPlugins.Load("TorchSharp", Method("forward"));
        using IInference inference = policy.CreateInference(NothingFree);

        inference.Run(Arguments with { Deadline = TimeProvider.System.GetTimestamp() }).Status
            .ShouldBe(RunStatus.DeadlineExceeded);
        inference.Run(Arguments with { Cancel = new CancellationToken(canceled: true) }).Status
            .ShouldBe(RunStatus.Cancelled);
        inference.Run(Arguments).ShouldBe(RunResult.Ok);
    }

    [NeedsLibTorchFact]
    public void Tensors_lie_in_the_hosts_memory_and_are_given_back()
    {
        IPolicy policy = ShippedPlugins.Load("TorchSharp", Method("forward", memory: _memory));
        IInference inference = policy.CreateInference(NothingFree);
        _memory.Live.ShouldBe(2);
        inference.Dispose();
        policy.Dispose();
        _memory.Live.ShouldBe(0);
    }
}
