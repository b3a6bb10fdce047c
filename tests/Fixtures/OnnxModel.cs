using System.Globalization;
using System.Text;

namespace PolicyGate.Tests.Fixtures;

/// <summary>Writes the smallest of ONNX models, byte by byte: one operator, its inputs and its outputs.</summary>
/// <remarks>Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto</remarks>
internal static class OnnxModel
{
    public const int Float32 = 1, Integer64 = 7, Text = 8;

    /// <summary>A tensor; a dimension is a number, a name, or <c>?</c> where it is free without a name.</summary>
    public readonly record struct Tensor(string Name, int Type, params string[] Shape);

    /// <summary>Saves a model whose operator takes all inputs and gives all outputs, in order.</summary>
    public static void Save(
        string path, string operation, Tensor[] inputs, Tensor[] outputs, params (string Name, long Value)[] attributes)
    {
        byte[] node = [
            .. inputs.SelectMany(tensor => Field(1, tensor.Name)),
            .. outputs.SelectMany(tensor => Field(2, tensor.Name)),
            .. Field(4, operation),
            .. attributes.SelectMany(a => Field(5, [.. Field(1, a.Name), .. Field(3, a.Value), .. Field(20, 2)])),
        ];
        byte[] graph = [
            .. Field(1, node),
            .. Field(2, "test"),
            .. inputs.SelectMany(tensor => Field(11, Value(tensor))),
            .. outputs.SelectMany(tensor => Field(12, Value(tensor))),
        ];
        const long IrVersion = 8, OperatorSet = 17;
        File.WriteAllBytes(path, [.. Field(1, IrVersion), .. Field(7, graph), .. Field(8, Field(2, OperatorSet))]);
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
