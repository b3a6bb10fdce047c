namespace PolicyGate.Formats.Arrow;

/// <summary>A column to be written: what a schema says of it.</summary>
/// <param name="Name">The column's.</param>
/// <param name="Type">Without what it is a list of.</param>
/// <param name="Element">Of a list; null for every other type.</param>
/// <param name="Nullable">Whether a row may have none.</param>
internal sealed record ArrowColumnType(string Name, ArrowType Type, ArrowType? Element = null, bool Nullable = true)
{
    public static ArrowColumnType Text(string name, bool nullable = false) =>
        new(name, new ArrowType(ArrowTypeId.Utf8), Nullable: nullable);

    public static ArrowColumnType Int64(string name, bool nullable = false) =>
        new(name, ArrowType.Int64, Nullable: nullable);

    public static ArrowColumnType Int32(string name) =>
        new(name, new ArrowType(ArrowTypeId.Int, 32, Signed: true), Nullable: false);

    public static ArrowColumnType Bool(string name) => new(name, new ArrowType(ArrowTypeId.Bool), Nullable: false);

    public static ArrowColumnType LargeBinary(string name, bool nullable = false) =>
        new(name, new ArrowType(ArrowTypeId.LargeBinary), Nullable: nullable);

    /// <summary>A nullable list of float32.</summary>
    public static ArrowColumnType Floats(string name) =>
        new(name, new ArrowType(ArrowTypeId.List), ArrowType.Float32);

    /// <summary>A nullable list of as many float32 in every row.</summary>
    public static ArrowColumnType Floats(string name, int count) =>
        new(name, new ArrowType(ArrowTypeId.FixedSizeList, count), ArrowType.Float32);
}
