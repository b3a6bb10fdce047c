using PolicyGate.Tests.Fixtures;
using static PolicyGate.Tests.Backends.Contract.ContractKinds;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>What the contract suite runs against: backends, policies and ways of running, one line each.</summary>
internal static class ContractCases
{
    /// <summary>Made by <c>tools/make_contract_models.py</c>, for engines that run PyTorch's networks.</summary>
    private static readonly ContractPolicy[] Networks =
    [
        new("act-tiny", Usual | Network),
        new("contract/batch", Usual | Network),
        new("contract/fails", Usual | Network | Failing),
        new("contract/float16", Usual | Network),
        new("contract/mlp", Usual | Network),
        new("contract/numbers", Usual | Network),
        new("contract/recurrent", Usual | Network | Recurrent),
        new("contract/slow", Slow),
    ];

    private static readonly ContractBackend[] Backends =
    [
        new("ConstantChunk", "Shfit", "Shift", new ContractPolicy("policies/constant-chunk")),
        new("Counting", "Anything", null, new ContractPolicy("policies/counting", Usual | Stateful)),
        new("Echo", "Anything", null, new ContractPolicy("../../samples/backend-template/policy")),
        new("Onnx", "AllowSpining", "AllowSpinning", [.. Networks, new("contract/text", Usual | Network)]),
        new("Scripted", "Amplitud", "Amplitude",
            new("act-tiny", Usual, ("Mode", "Hold")),
            new("contract/batch", Usual | Stateful, ("Mode", "Sine"), ("RowsPerRun", "7")),
            new("contract/mlp", Usual | ContractKinds.Random, ("Mode", "Hold"), ("Noise", "0.1")),
            new("policies/replay", Usual | Stateful, ("Mode", "Replay"), ("RowsPerRun", "2")),
            new("policies/constant-chunk", Slow, ("Mode", "Hold"), ("LatencyMilliseconds", "200"))),
        new("TorchSharp", "WarmUpRun", "WarmUpRuns", Networks) { Missing = () => LibTorch.WhyMissing },
        TensorRTCases.Backend,
        .. OwnPlugin.Backends(),
    ];

    private static readonly IPolicySource[] Sources = [new InProcess(), new InWorker()];

    public static IReadOnlyList<ContractCase> All { get; } =
    [
        .. from source in Sources
           from backend in Backends
           from policy in source.LoadsAreCheap ? backend.Policies : OneOfEachKind(backend)
           select new ContractCase(backend, policy, source),
    ];

    /// <summary>Enough where each load takes a second: what else differs is the engine's own affair.</summary>
    private static IEnumerable<ContractPolicy> OneOfEachKind(ContractBackend backend) =>
        backend.Policies.DistinctBy(policy => policy.KindsFor(backend));

    public static ContractCase Find(string name) => All.Single(tested => tested.ToString() == name);
}
