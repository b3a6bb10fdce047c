using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>What the contract demands of every backend, through the plugin host as in service.</summary>
public sealed class BackendContractTests(ContractHosts hosts) : IClassFixture<ContractHosts>
{
    [Theory]
    [ClassData(typeof(ContractCases))]
    public void The_signature_stays_the_same(ContractCase tested)
    {
        using LoadedPolicy first = hosts.Load(tested);
        using LoadedPolicy second = hosts.Load(tested);
        string[] before = Told(first.Policy.Signature);

        using IInference inference = first.CreateInference();
        first.Fill(inference, seed: 1);
        first.Run(inference);

        Told(first.Policy.Signature).ShouldBe(before);
        Told(second.Policy.Signature).ShouldBe(before);
        first.Policy.Signature.Outputs.ShouldContain(output => output.Role == TensorRole.Action);
        first.Policy.Identity.Engine.ShouldNotBeNullOrWhiteSpace();
        first.Policy.Traits.OwnerThreads.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Theory]
    [ClassData(typeof(ContractCases))]
    public void Inputs_have_the_shapes_size_and_stay_at_one_address(ContractCase tested)
    {
        using LoadedPolicy policy = hosts.Load(tested);
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

    [Theory]
    [ClassData(typeof(ContractCases))]
    public void A_run_fills_the_outputs_and_leaves_the_inputs_alone(ContractCase tested)
    {
        using LoadedPolicy policy = hosts.Load(tested);
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        byte[][] before = Inputs(policy, inference);

        byte[][] outputs = policy.Run(inference);

        Inputs(policy, inference).ShouldBe(before);
        for (int i = 0; i < outputs.Length; i++)
        {
            TensorSpec output = policy.Policy.Signature.Outputs[i];
            ((nuint)outputs[i].Length).ShouldBe(policy.Bytes(output), output.Name);
            if (output.Role != TensorRole.Action)
                continue;
            outputs[i].ShouldContain(value => value != 0, "the chunk was filled");
            if (output.Type == ElementType.Float32)
                MemoryMarshal.Cast<byte, float>(outputs[i]).ToArray().ShouldAllBe(value => float.IsFinite(value));
        }
    }

    [Theory]
    [ClassData(typeof(ContractCases))]
    public void Two_inferences_do_not_disturb_each_other(ContractCase tested)
    {
        using LoadedPolicy policy = hosts.Load(tested);
        using IInference one = policy.CreateInference();
        using IInference other = policy.CreateInference();
        policy.Fill(one, seed: 1);
        policy.Fill(other, seed: 2);
        byte[][] inputs = Inputs(policy, one);
        byte[][] outputs = policy.Run(one);

        policy.Run(other);

        Inputs(policy, one).ShouldBe(inputs);
        for (int i = 0; i < outputs.Length; i++)
            one.Output(i).ToArray().ShouldBe(outputs[i]);
    }

    [Theory]
    [ClassData(typeof(ContractCases))]
    public void Equal_inputs_and_seeds_give_equal_outputs_and_the_traits_say_so(ContractCase tested)
    {
        using LoadedPolicy policy = hosts.Load(tested);
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

    [Theory]
    [ClassData(typeof(ContractCases))]
    public void Once_warm_a_run_allocates_nothing(ContractCase tested)
    {
        const int Runs = 32;
        using LoadedPolicy policy = hosts.Load(tested);
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

    [Theory]
    [ClassData(typeof(ContractCases))]
    public void Disposing_twice_is_harmless_and_gives_every_byte_back(ContractCase tested)
    {
        LoadedPolicy policy = hosts.Load(tested);
        IInference[] inferences = [policy.CreateInference(), policy.CreateInference()];
        policy.Fill(inferences[0], seed: 1);
        policy.Run(inferences[0]);
        policy.Memory.Live.ShouldBeGreaterThan(0, "tensors lie in the host's memory");

        foreach (IInference inference in inferences)
        {
            inference.Dispose();
            inference.Dispose();
        }

        policy.Dispose();
        policy.Dispose();

        policy.Memory.Live.ShouldBe(0);
    }

    [Theory]
    [ClassData(typeof(ContractCases))]
    public void An_unknown_option_is_told_with_the_nearest_known_one(ContractCase tested)
    {
        List<string> errors = [];

        hosts.Plugin(tested).Check(TestContexts.Options((tested.Mistyped, "1")), errors).ShouldBeNull();

        string error = errors.ShouldHaveSingleItem();
        error.ShouldContain(tested.Mistyped);
        error.ShouldContain(tested.Meant);
    }

    [Theory]
    [ClassData(typeof(ContractCases))]
    public void No_options_are_no_errors(ContractCase tested)
    {
        List<string> errors = [];

        hosts.Plugin(tested).Check(TestContexts.Options(), errors).ShouldBeNull();

        errors.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ContractCases.WithFile), MemberType = typeof(ContractCases))]
    public void A_missing_or_damaged_model_is_refused_by_its_path(ContractCase tested)
    {
        PolicyFolder folder = PolicyFolder.Read(ContractHosts.FolderOf(tested), tested.Backend);
        folder.ModelPath.ShouldNotBeNull();
        DirectoryInfo temporary = Directory.CreateTempSubdirectory("policygate-tests-");
        string damaged = Path.Combine(temporary.FullName, "damaged" + Path.GetExtension(folder.ModelPath));
        File.WriteAllBytes(damaged, [0xFF, 0x00, 0xDE, 0xAD, 0xBE, 0xEF]);

        foreach (string model in (string[])[damaged, Path.Combine(temporary.FullName, "missing.bin")])
        {
            TestTensorAllocator memory = new();
            GatewayError error = hosts.Load(tested, model, memory, out IPolicy? policy).ShouldNotBeNull();
            policy.ShouldBeNull();
            error.Code.ShouldBe(ErrorCode.Unavailable, error.Message);
            error.Message.ShouldContain(model);
            memory.Live.ShouldBe(0);
        }

        temporary.Delete(recursive: true);
    }

    private static string[] Told(PolicySignature signature) =>
        [.. signature.Inputs.Concat(signature.Outputs).Select(tensor => $"{tensor.Role} {tensor}")];

    private static byte[][] Inputs(LoadedPolicy policy, IInference inference) =>
        [.. Enumerable.Range(0, policy.Policy.Signature.Inputs.Count).Select(i => inference.Input(i).ToArray())];

    private static unsafe nint Address(Span<byte> memory) =>
        (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
}
