using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>A run, and another run after it.</summary>
public sealed class RunTests
{
    [ContractTheory, ContractCases]
    public void Inputs_have_the_shapes_size_and_stay_at_one_address(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        IReadOnlyList<TensorSpec> inputs = policy.Policy.Signature.Inputs;
        nint[] before = [.. inputs.Select((_, i) => Address(inference.Input(i)))];

        for (int run = 0; run < 3; run++)
        {
            policy.Fill(inference, seed: run);
            policy.Run(inference);
        }

        for (int i = 0; i < inputs.Count; i++)
        {
            Address(inference.Input(i)).ShouldBe(before[i], inputs[i].Name);
            ((nuint)inference.Input(i).Length).ShouldBe(policy.Bytes(inputs[i]), inputs[i].Name);
        }
    }

    [ContractTheory, ContractCases]
    public void A_run_fills_the_outputs_and_leaves_the_inputs_alone(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        byte[][] before = policy.Inputs(inference);

        byte[][] outputs = policy.Run(inference);

        policy.Inputs(inference).ShouldBe(before);
        for (int i = 0; i < outputs.Length; i++)
            ((nuint)outputs[i].Length).ShouldBe(policy.Bytes(policy.Policy.Signature.Outputs[i]));
        policy.Action(outputs).ShouldContain(value => value != 0, "the chunk was filled");
        policy.Action(outputs).ShouldAllBe(value => double.IsFinite(value));
    }

    [ContractTheory, ContractCases]
    public void Two_inferences_do_not_disturb_each_other(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference one = policy.CreateInference();
        using IInference other = policy.CreateInference();
        policy.Fill(one, seed: 1);
        policy.Fill(other, seed: 2);
        byte[][] inputs = policy.Inputs(one);
        byte[][] outputs = policy.Run(one);

        policy.Run(other);

        policy.Inputs(one).ShouldBe(inputs);
        policy.Outputs(one).ShouldBe(outputs);
    }

    [ContractTheory, ContractCases]
    public void Equal_inputs_and_seeds_give_equal_outputs_and_the_traits_say_so(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        policy.Policy.Traits.Deterministic.ShouldBeTrue("a backend that is not needs a fact of its own");
        using IInference one = policy.CreateInference();
        using IInference other = policy.CreateInference();
        policy.Fill(one, seed: 3);
        byte[][] expected = policy.Run(one);

        policy.Fill(other, seed: 4);
        policy.Run(other);
        policy.Fill(other, seed: 3);

        policy.Run(other).ShouldBe(expected);
        policy.Run(one).ShouldBe(expected);
    }

    [ContractTheory, ContractCases(ContractKinds.Random)]
    public void Another_seed_gives_another_answer(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        byte[][] first = policy.RunOn(inference, policy.Arguments with { Seed = 1 });

        policy.RunOn(inference, policy.Arguments with { Seed = 2 }).ShouldNotBe(first);
        policy.RunOn(inference, policy.Arguments with { Seed = 1 }).ShouldBe(first);
    }

    [ContractTheory, ContractCases]
    public void Numbers_that_are_none_end_in_an_answer_or_a_failure_and_the_next_run_is_right(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        byte[][] expected = policy.Run(inference);

        foreach (byte nonsense in (byte[])[0xFF, 0x7F, 0x00])
        {
            // All ones is NaN in every floating-point type and -1 in the others.
            for (int i = 0; i < policy.Policy.Signature.Inputs.Count; i++)
            {
                if (policy.Policy.Signature.Inputs[i].Type != ElementType.Bool)
                    inference.Input(i).Fill(nonsense);
            }
            RunResult result = inference.Run(policy.Arguments);
            result.Status.ShouldBeOneOf(RunStatus.Ok, RunStatus.Failed, RunStatus.InvalidInput);
        }

        policy.Fill(inference, seed: 1);
        policy.Run(inference).ShouldBe(expected);
    }

    [ContractTheory, ContractCases(ContractKinds.Failing)]
    public void A_run_that_fails_says_why_and_the_next_one_is_right(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        byte[][] expected = policy.Run(inference);

        for (int run = 0; run < 10; run++)
        {
            MemoryMarshal.Write(policy.Input(inference, TensorRole.State), 100f);
            RunResult failed = inference.Run(policy.Arguments);
            failed.Status.ShouldBeOneOf(RunStatus.Failed, RunStatus.InvalidInput);
            // PyTorch: "index out of range in self"; ONNX Runtime: "indices element out of data bounds".
            failed.Message.ShouldNotBeNull().ShouldMatch("out of (range|data bounds)");
            policy.Fill(inference, seed: 1);
            policy.Run(inference).ShouldBe(expected);
        }
    }

    [ContractTheory, ContractCases]
    public void Once_warm_a_run_allocates_nothing(ContractCase tested)
    {
        const int Runs = 32;
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        RunArguments arguments = policy.Arguments;
        for (int i = 0; i < Runs; i++)
            inference.Run(arguments);

        Allocations.LeastOf(() =>
        {
            for (int i = 0; i < Runs; i++)
                inference.Run(arguments);
        }).ShouldBe(0);
    }

    private static unsafe nint Address(Span<byte> memory) =>
        (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
}
