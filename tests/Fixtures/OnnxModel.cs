using System.Globalization;
using System.Text;

namespace PolicyGate.Tests.Fixtures;

/// <summary>Writes the smallest of ONNX models, byte by byte: one operator, its inputs and its outputs.</summary>
/// <remarks>Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto</remarks>
internal static class OnnxModel
{
    public const int Float32 = 1, Integer8 = 3, Integer64 = 7, Text = 8;

    /// <summary>A tensor; a dimension is a number, a name, or <c>?</c> where it is free without a name.</summary>
    public readonly record struct Tensor(string Name, int Type, params string[] Shape);

    /// <summary>Weights that lie in a file of their own, from its first byte on.</summary>
    public readonly record struct External(Tensor Tensor, string Location);

    /// <summary>Saves a model whose operator takes all inputs and gives all outputs, in order.</summary>
    public static void Save(
        string path, string operation, Tensor[] inputs, Tensor[] outputs,
        params (string Name, long Value)[] attributes) =>
        Save(path, operation, inputs, outputs, weights: [], operatorSet: 17, attributes);

    /// <summary>Saves a model of any operator set, whose operator takes the weights after the inputs.</summary>
    public static void Save(
        string path, string operation, Tensor[] inputs, Tensor[] outputs, External[] weights, long operatorSet,
        params (string Name, long Value)[] attributes)
    {
        byte[] node = [
            .. inputs.Concat(weights.Select(weight => weight.Tensor)).SelectMany(tensor => Field(1, tensor.Name)),
            .. outputs.SelectMany(tensor => Field(2, tensor.Name)),
            .. Field(4, operation),
            .. attributes.SelectMany(a => Field(5, [.. Field(1, a.Name), .. Field(3, a.Value), .. Field(20, 2)])),
        ];
        byte[] graph = [
            .. Field(1, node),
            .. Field(2, "test"),
            .. weights.SelectMany(weight => Field(5, Value(weight))),
            .. inputs.SelectMany(tensor => Field(11, Value(tensor))),
            .. outputs.SelectMany(tensor => Field(12, Value(tensor))),
        ];
        const long IrVersion = 8;
        File.WriteAllBytes(path, [.. Field(1, IrVersion), .. Field(7, graph), .. Field(8, Field(2, operatorSet))]);
    }

    private static byte[] Value(External weight)
    {
        const long InFile = 1;
        return [
            .. weight.Tensor.Shape.SelectMany(size => Field(1, long.Parse(size, CultureInfo.InvariantCulture))),
            .. Field(2, weight.Tensor.Type),
            .. Field(8, weight.Tensor.Name),
            .. Field(13, [.. Field(1, "location"), .. Field(2, weight.Location)]),
            .. Field(14, InFile),
        ];
    }

    private static byte[] Value(Tensor tensor)
    {
        byte[] shape = [.. tensor.Shape.SelectMany(dimension => Field(1, Dimension(dimension)))];
        byte[] type = [.. Field(1, tensor.Type), .. Field(2, shape)];
        return [.. Field(1, tensor.Name), .. Field(2, Field(1, type))];
    }

    private static byte[] Dimension(string dimension) => dimension switch
    {
        "?" => [],
        _ when long.TryParse(dimension, CultureInfo.InvariantCulture, out long size) => Field(1, size),
        _ => Field(2, dimension),
    };

    private static byte[] Field(int number, long value) => [.. Varint(number << 3), .. Varint(value)];

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] bytes) =>
        [.. Varint((number << 3) | 2), .. Varint(bytes.Length), .. bytes];

    private static IEnumerable<byte> Varint(long value)
    {
        for (; value > 0x7f; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
