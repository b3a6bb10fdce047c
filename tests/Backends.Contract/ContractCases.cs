using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Every backend that the contract suite runs against, one line each.</summary>
public sealed class ContractCases : TheoryData<ContractCase>
{
    private static readonly ContractCase[] All =
    [
        new("ConstantChunk", "policies/constant-chunk", LoadsFile: false, Mistyped: "Shfit", Meant: "Shift"),
        new("Onnx", "act-tiny", LoadsFile: true, Mistyped: "AllowSpining", Meant: "AllowSpinning"),
        new("Scripted", "act-tiny", LoadsFile: false, Mistyped: "Amplitud", Meant: "Amplitude"),
        // Where libtorch is missing a fact of TorchSharpTests skips in the place of these.
        .. LibTorch.WhyMissing is null
            ? [new("TorchSharp", "act-tiny", LoadsFile: true, Mistyped: "WarmUpRun", Meant: "WarmUpRuns")]
            : Array.Empty<ContractCase>(),
    ];

    public ContractCases()
    {
        foreach (ContractCase tested in All)
            Add(tested);
    }

    public static IEnumerable<string> Backends => All.Select(tested => tested.Backend);

    /// <summary>Those that have a model file to be missing or damaged.</summary>
    public static TheoryData<ContractCase> WithFile => new(All.Where(tested => tested.LoadsFile));
}
