namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Every backend that the contract suite runs against, one line each.</summary>
public sealed class ContractCases : TheoryData<ContractCase>
{
    private static readonly ContractCase[] All =
    [
        new("ConstantChunk", "policies/constant-chunk", LoadsFile: false, Mistyped: "Shfit", Meant: "Shift"),
        new("Onnx", "act-tiny", LoadsFile: true, Mistyped: "AllowSpining", Meant: "AllowSpinning"),
        new("Scripted", "act-tiny", LoadsFile: false, Mistyped: "Amplitud", Meant: "Amplitude"),
        .. TensorRTCases.All,
    ];

    public ContractCases()
    {
        foreach (ContractCase tested in All)
            Add(tested);
    }

    /// <summary>Those that have a model file to be missing or damaged.</summary>
    public static TheoryData<ContractCase> WithFile => new(All.Where(tested => tested.LoadsFile));
}
