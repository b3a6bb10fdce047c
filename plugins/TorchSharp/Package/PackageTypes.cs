using PolicyGate.Abstractions;
using static global::TorchSharp.torch;

namespace PolicyGate.TorchSharp.Package;

/// <summary>The contract's element types and the package's.</summary>
internal static class PackageTypes
{
    public static ScalarType Of(ElementType type) => type switch
    {
        ElementType.Float32 => ScalarType.Float32,
        ElementType.Float16 => ScalarType.Float16,
        ElementType.BFloat16 => ScalarType.BFloat16,
        ElementType.Float64 => ScalarType.Float64,
        ElementType.UInt8 => ScalarType.Byte,
        ElementType.Int8 => ScalarType.Int8,
        ElementType.Int16 => ScalarType.Int16,
        ElementType.Int32 => ScalarType.Int32,
        ElementType.Int64 => ScalarType.Int64,
        ElementType.Bool => ScalarType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
