using Microsoft.ML.OnnxRuntime.Tensors;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>The contract's element types and ONNX Runtime's.</summary>
internal static class ElementTypeMap
{
    /// <summary>Null where the contract has no such type.</summary>
    public static ElementType? ToContract(TensorElementType type) => type switch
    {
        TensorElementType.Float => ElementType.Float32,
        TensorElementType.Float16 => ElementType.Float16,
        TensorElementType.BFloat16 => ElementType.BFloat16,
        TensorElementType.Double => ElementType.Float64,
        TensorElementType.UInt8 => ElementType.UInt8,
        TensorElementType.Int8 => ElementType.Int8,
        TensorElementType.Int16 => ElementType.Int16,
        TensorElementType.Int32 => ElementType.Int32,
        TensorElementType.Int64 => ElementType.Int64,
        TensorElementType.Bool => ElementType.Bool,
        TensorElementType.String => ElementType.Utf8,
        _ => null,
    };

    public static TensorElementType ToOrt(ElementType type) => type switch
    {
        ElementType.Float32 => TensorElementType.Float,
        ElementType.Float16 => TensorElementType.Float16,
        ElementType.BFloat16 => TensorElementType.BFloat16,
        ElementType.Float64 => TensorElementType.Double,
        ElementType.UInt8 => TensorElementType.UInt8,
        ElementType.Int8 => TensorElementType.Int8,
        ElementType.Int16 => TensorElementType.Int16,
        ElementType.Int32 => TensorElementType.Int32,
        ElementType.Int64 => TensorElementType.Int64,
        ElementType.Bool => TensorElementType.Bool,
        ElementType.Utf8 => TensorElementType.String,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
