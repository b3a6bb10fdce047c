using System.Buffers.Binary;
using System.Text;

namespace PolicyGate.Formats.Arrow;

/// <summary>A nullable column of one row, to be written.</summary>
internal sealed record ArrowColumn
{
    private ArrowColumn(string name, ArrowType type) => (Name, Type) = (name, type);

    public string Name { get; }

    public ArrowType Type { get; }

    /// <summary>Of a list; null for every other type.</summary>
    public ArrowType? Element { get; private init; }

    public ArrowColumnType Described => new(Name, Type, Element);

    /// <summary>The row's bytes as they lie in the file; empty where it is null.</summary>
    public ReadOnlyMemory<byte> Values { get; private init; }

    public bool IsNull { get; private init; }

    /// <param name="name">The column's.</param>
    /// <param name="element">A whole number of bytes each.</param>
    /// <param name="values">The elements, little-endian.</param>
    public static ArrowColumn List(string name, ArrowType element, ReadOnlyMemory<byte> values) =>
        new(name, new ArrowType(ArrowTypeId.List)) { Element = element, Values = values };

    /// <param name="name">The column's.</param>
    /// <param name="text">Null for a null.</param>
    public static ArrowColumn Text(string name, string? text) => new(name, new ArrowType(ArrowTypeId.Utf8))
    {
        Values = text is null ? default : Encoding.UTF8.GetBytes(text),
        IsNull = text is null,
    };

    public static ArrowColumn Int64(string name, long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return new(name, ArrowType.Int64) { Values = bytes };
    }

    /// <summary>A column of Arrow's null type.</summary>
    public static ArrowColumn Null(string name) => new(name, new ArrowType(ArrowTypeId.Null)) { IsNull = true };
}
