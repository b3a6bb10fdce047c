namespace PolicyGate.Formats.Arrow;

/// <summary>A column's type, without its children.</summary>
/// <param name="Id">Which of Arrow's types.</param>
/// <param name="Size">
/// Int, FloatingPoint: bits. FixedSizeList: elements. FixedSizeBinary: bytes. Union: its mode, 0 sparse, 1 dense.
/// </param>
/// <param name="Signed">Int: whether it has a sign.</param>
internal readonly record struct ArrowType(ArrowTypeId Id, int Size = 0, bool Signed = false)
{
    public static ArrowType UInt8 { get; } = new(ArrowTypeId.Int, 8);

    public static ArrowType Int64 { get; } = new(ArrowTypeId.Int, 64, Signed: true);

    public static ArrowType Float32 { get; } = new(ArrowTypeId.FloatingPoint, 32);

    public bool IsNumber => Id is ArrowTypeId.Int or ArrowTypeId.FloatingPoint;

    /// <summary>Whether its values lie in buffers that each batch counts anew.</summary>
    public bool IsView => Id is ArrowTypeId.BinaryView or ArrowTypeId.Utf8View;

    /// <summary>
    /// Bytes of one value in memory; 0 where values have no size of their own or are not whole bytes.
    /// </summary>
    public int ValueBytes => IsNumber ? Size / 8 : 0;

    /// <summary>
    /// Buffers in a record batch, children's and those of views' values not counted; null where that is not known.
    /// </summary>
    public int? Buffers(ArrowVersion version) => Id switch
    {
        ArrowTypeId.Null or ArrowTypeId.RunEndEncoded => 0,
        ArrowTypeId.Struct or ArrowTypeId.FixedSizeList => 1,
        // Before V5 unions had a validity bitmap like everything else.
        ArrowTypeId.Union => (version < ArrowVersion.V5 ? 2 : 1) + Size,
        ArrowTypeId.Binary or ArrowTypeId.Utf8 or ArrowTypeId.LargeBinary or ArrowTypeId.LargeUtf8 => 3,
        ArrowTypeId.ListView or ArrowTypeId.LargeListView => 3,
        >= ArrowTypeId.Int and <= ArrowTypeId.LargeList or ArrowTypeId.BinaryView or ArrowTypeId.Utf8View => 2,
        _ => null,
    };

    /// <summary>How many children the type must have; null where any number will do.</summary>
    public int? Children => Id switch
    {
        ArrowTypeId.Struct or ArrowTypeId.Union => null,
        ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.FixedSizeList or ArrowTypeId.Map => 1,
        ArrowTypeId.ListView or ArrowTypeId.LargeListView => 1,
        ArrowTypeId.RunEndEncoded => 2,
        > ArrowTypeId.LargeListView => null,
        _ => 0,
    };

    /// <summary>As Arrow's own programs write it.</summary>
    public override string ToString() => Id switch
    {
        ArrowTypeId.Int => $"{(Signed ? "int" : "uint")}{Size}",
        ArrowTypeId.FloatingPoint => Size switch { 16 => "halffloat", 32 => "float", _ => "double" },
        ArrowTypeId.Utf8 => "string",
        ArrowTypeId.LargeUtf8 => "large_string",
        ArrowTypeId.Utf8View => "string_view",
        ArrowTypeId.LargeBinary => "large_binary",
        ArrowTypeId.BinaryView => "binary_view",
        ArrowTypeId.FixedSizeBinary => "fixed_size_binary",
        ArrowTypeId.FixedSizeList => "fixed_size_list",
        ArrowTypeId.LargeList => "large_list",
        ArrowTypeId.ListView => "list_view",
        ArrowTypeId.LargeListView => "large_list_view",
        ArrowTypeId.RunEndEncoded => "run_end_encoded",
        <= ArrowTypeId.LargeListView => Id.ToString().ToLowerInvariant(),
        _ => $"number {(int)Id}, which is newer than this reader",
    };
}
