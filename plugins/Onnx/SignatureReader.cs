using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>Reads a session's signature.</summary>
internal static class SignatureReader
{
    /// <exception cref="PolicyLoadException">An input or the action is of a kind that the contract has not.</exception>
    public static PolicySignature Read(InferenceSession session)
    {
        List<TensorSpec> inputs = [];
        foreach (string name in session.InputNames)
        {
            NodeMetadata node = session.InputMetadata[name];
            inputs.Add(Spec(name, TensorRoles.OfInput(name), node)
                ?? throw new PolicyLoadException($"the model's input '{name}' {Kind(node)}, which cannot be filled"));
        }
        List<TensorSpec> outputs = [];
        foreach (string name in session.OutputNames)
        {
            NodeMetadata node = session.OutputMetadata[name];
            TensorRole role = TensorRoles.OfOutput(name);
            if (Spec(name, role, node) is { Type: not ElementType.Utf8 } spec)
                outputs.Add(spec);
            else if (role == TensorRole.Action)
                throw new PolicyLoadException($"the model's output '{name}' {Kind(node)}; expected are numbers");
            // Whatever else a model puts out beside the action is passed over.
        }
        return new PolicySignature(inputs, outputs);
    }

    private static TensorSpec? Spec(string name, TensorRole role, NodeMetadata node)
    {
        if (!node.IsTensor || ElementTypeMap.ToContract(node.ElementDataType) is not { } type)
            return null;
        var shape = new Dimension[node.Dimensions.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = node.Dimensions[i] >= 0
                ? node.Dimensions[i]
                : Dimension.Free(Symbol(name, node.SymbolicDimensions[i], i));
        }
        return new TensorSpec(name, role, type, shape);
    }

    /// <summary>A free dimension without a name is its own, except the first, which is the batch by custom.</summary>
    private static string Symbol(string tensor, string symbol, int place) => symbol switch
    {
        { Length: > 0 } => symbol,
        _ when place == 0 => "batch",
        _ => $"{tensor}.dim{place}",
    };

    private static string Kind(NodeMetadata node) => node.IsTensor
        ? $"is a tensor of {node.ElementDataType}"
        : $"is of the type {node.OnnxValueType}";
}
