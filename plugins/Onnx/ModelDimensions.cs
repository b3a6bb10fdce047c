using System.Text;
using Microsoft.ML.OnnxRuntime.Tensors;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>
/// The inputs of a model, read from its file before the engine does: names, types and the names of free dimensions.
/// </summary>
/// <remarks>
/// A size can only be fixed by name before a session is made, and to make one just to ask for the names would read the
/// weights twice. So the file's outer fields are walked and all but the inputs skipped: a few reads, however large it
/// is. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
/// </remarks>
internal static class ModelDimensions
{
    private const int ModelGraph = 7, GraphInput = 11, ValueName = 1, ValueType = 2, TypeTensor = 1;
    private const int TensorElement = 1, TensorShape = 2, ShapeDimension = 1, DimensionName = 2;

    // A name, a type and some dimensions.
    private const long LongestInput = 64 << 10;

    /// <summary>One input.</summary>
    /// <param name="Name">As the model has it.</param>
    /// <param name="Type">Null where the contract has none such.</param>
    /// <param name="Symbols">For each dimension its name; null where it is fixed or has none.</param>
    internal sealed record Input(string Name, ElementType? Type, IReadOnlyList<string?> Symbols);

    /// <summary>Nothing where the file cannot be read as a model: the engine says then what is wrong with it.</summary>
    public static IReadOnlyList<Input> Read(string path)
    {
        List<Input> inputs = [];
        try
        {
            using FileStream file = File.OpenRead(path);
            while (ProtobufStream.Next(file, file.Length, out int field, out long end))
            {
                if (field == ModelGraph)
                    ReadGraph(file, end, inputs);
                file.Position = end;
            }
            return inputs;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [];
        }
    }

    private static void ReadGraph(FileStream file, long graphEnd, List<Input> inputs)
    {
        while (ProtobufStream.Next(file, graphEnd, out int field, out long end))
        {
            if (field == GraphInput && end - file.Position <= LongestInput)
            {
                byte[] value = new byte[end - file.Position];
                file.ReadExactly(value);
                inputs.Add(ReadInput(value));
            }
            file.Position = end;
        }
    }

    private static Input ReadInput(ReadOnlySpan<byte> value)
    {
        string name = "";
        ElementType? type = null;
        List<string?> symbols = [];
        var fields = new ProtobufFields(value);
        while (fields.Next())
        {
            if (fields.Number == ValueName)
                name = Encoding.UTF8.GetString(fields.Bytes);
            else if (fields.Number == ValueType)
                type = ReadType(fields.Bytes, symbols);
        }
        return new Input(name, type, symbols);
    }

    private static ElementType? ReadType(ReadOnlySpan<byte> value, List<string?> symbols)
    {
        ElementType? type = null;
        var kinds = new ProtobufFields(value);
        while (kinds.Next())
        {
            if (kinds.Number != TypeTensor)
                continue;
            var tensor = new ProtobufFields(kinds.Bytes);
            while (tensor.Next())
            {
                // The engine has ONNX's own numbers.
                if (tensor.Number == TensorElement)
                    type = ElementTypeMap.ToContract((TensorElementType)tensor.Value);
                else if (tensor.Number == TensorShape)
                    ReadShape(tensor.Bytes, symbols);
            }
        }
        return type;
    }

    private static void ReadShape(ReadOnlySpan<byte> value, List<string?> symbols)
    {
        var dimensions = new ProtobufFields(value);
        while (dimensions.Next())
        {
            if (dimensions.Number != ShapeDimension)
                continue;
            string? symbol = null;
            var dimension = new ProtobufFields(dimensions.Bytes);
            while (dimension.Next())
            {
                if (dimension.Number == DimensionName && dimension.Bytes.Length > 0)
                    symbol = Encoding.UTF8.GetString(dimension.Bytes);
            }
            symbols.Add(symbol);
        }
    }
}
