namespace PolicyGate.Formats.Safetensors;

/// <summary>One tensor of a safetensors file, as its header has it; checked against the file's end.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Type">As <c>F32</c>.</param>
/// <param name="Shape">Outermost size first; empty for a scalar.</param>
/// <param name="Offset">Of the first value, from the file's first byte.</param>
/// <param name="Bytes">Of all values, which lie in C order, little-endian, without gaps.</param>
internal sealed record SafetensorsTensor(
    string Name, string Type, IReadOnlyList<long> Shape, long Offset, long Bytes);
