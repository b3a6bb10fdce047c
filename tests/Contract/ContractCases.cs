namespace PolicyGate.Tests.Contract;

/// <summary>Every backend that the contract suite runs against, one line each.</summary>
public sealed class ContractCases : TheoryData<ContractCase>
{
    public ContractCases()
    {
        Add(new("ConstantChunk", "policies/constant-chunk", Mistyped: "Shfit", Meant: "Shift"));
        Add(new("Onnx", "act-tiny", Mistyped: "AllowSpining", Meant: "AllowSpinning"));
        Add(new("Scripted", "act-tiny", Mistyped: "Amplitud", Meant: "Amplitude"));
    }
}
