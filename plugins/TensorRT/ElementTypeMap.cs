using PolicyGate.Abstractions;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>TensorRT's element types and the contract's.</summary>
internal static class ElementTypeMap
{
    /// <summary>Null where the contract has no such type.</summary>
    public static ElementType? ToContract(InferDataType type) => type switch
    {
        InferDataType.Float => ElementType.Float32,
        InferDataType.Half => ElementType.Float16,
        InferDataType.BFloat16 => ElementType.BFloat16,
        InferDataType.Int8 => ElementType.Int8,
        InferDataType.UInt8 => ElementType.UInt8,
        InferDataType.Int32 => ElementType.Int32,
        InferDataType.Int64 => ElementType.Int64,
        InferDataType.Bool => ElementType.Bool,
        _ => null,
    };
}
