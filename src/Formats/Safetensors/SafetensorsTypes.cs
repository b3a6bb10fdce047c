namespace PolicyGate.Formats.Safetensors;

/// <summary>Element types of safetensors by their words.</summary>
/// <remarks>https://docs.rs/safetensors/latest/safetensors/tensor/enum.Dtype.html</remarks>
internal static class SafetensorsTypes
{
    /// <summary>Those that are read here.</summary>
    public static IReadOnlyList<string> Floats { get; } = ["F32", "F64", "F16", "BF16"];

    /// <summary>Bits of one element; null for a type of a later version, whose tensors can be passed over.</summary>
    public static int? Bits(string type) => type switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "U16" or "I16" or "F16" or "BF16" => 16,
        "U32" or "I32" or "F32" => 32,
        "U64" or "I64" or "F64" or "C64" => 64,
        _ => null,
    };
}
