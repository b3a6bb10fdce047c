using System.Text;

namespace PolicyGate.Formats.Arrow;

/// <summary>Turns the FlatBuffers table <c>Schema</c> into columns and counts where a batch keeps each.</summary>
internal ref struct ArrowSchemaParser(FlatBuffer metadata, ArrowVersion version, ArrowLimits limits)
{
    private FlatBuffer _metadata = metadata;
    private FormatFault? _fault;
    private ArrowField? _uncountable;
    private int _fields;
    private int _nodes;
    private int _buffers;

    public FormatFault? Parse(int table, out ArrowSchema? schema)
    {
        schema = null;
        if (_metadata.Int16(table, SchemaSlot.Endianness) != 0)
            return FormatFault.Unsupported("the file is big-endian; only little-endian ones are read");
        ArrowField[] columns = Fields(_metadata.Vector(table, SchemaSlot.Fields, sizeof(uint)), depth: 1, stored: true);
        if (_fault is null && _metadata.Broken)
            _fault = FormatFault.Malformed("the schema has an offset outside of the footer");
        if (_fault is null)
            schema = new ArrowSchema(columns, Counted(_nodes), Counted(_buffers));
        return _fault;
    }

    private readonly int? Counted(int count) => _uncountable is null ? count : null;

    /// <param name="vector">Tables of <c>Field</c>.</param>
    /// <param name="depth">1 for columns.</param>
    /// <param name="stored">False under a dictionary, whose children a batch does not hold.</param>
    private ArrowField[] Fields(FlatVector vector, int depth, bool stored)
    {
        // Checked before the array is made: fields may share one table, so that few bytes can stand for very many.
        _fields += Math.Min(vector.Count, limits.Columns + 1);
        if (_fields > limits.Columns)
            _fault ??= FormatFault.LimitExceeded($"more than {limits.Columns} columns, nested ones counted");
        else if (depth > limits.Depth && vector.Count > 0)
            _fault ??= FormatFault.LimitExceeded($"columns are nested more than {limits.Depth} deep");
        if (_fault is not null || vector.Count == 0)
            return [];
        var fields = new ArrowField[vector.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = Field(_metadata.TableAt(vector, i), depth, stored);
            if (_fault is not null || _metadata.Broken)
                return [];
        }
        return fields;
    }

    private ArrowField Field(int table, int depth, bool stored)
    {
        bool dictionary = _metadata.Table(table, FieldSlot.Dictionary) != 0;
        var field = new ArrowField
        {
            Name = Name(_metadata.Text(table, FieldSlot.Name)),
            Type = Type(table),
            DictionaryEncoded = dictionary,
            Node = _nodes,
            FirstBuffer = _buffers,
            HiddenBehind = _uncountable,
        };
        if (stored)
            Count(field);
        field.Children = Fields(
            _metadata.Vector(table, FieldSlot.Children, sizeof(uint)), depth + 1, stored && !dictionary);
        bool whole = _fault is null && !_metadata.Broken;
        if (whole && field.Type.Children is int wanted && wanted != field.Children.Length)
        {
            _fault = FormatFault.Malformed(
                $"column {field.Name} of type {field.Type} has {field.Children.Length} children, not {wanted}");
        }
        return field;
    }

    private void Count(ArrowField field)
    {
        _nodes++;
        // Indexes into a dictionary are integers: a validity bitmap and the values.
        int? buffers = field.DictionaryEncoded ? 2 : field.Type.Buffers(version);
        _buffers += buffers ?? 0;
        if (buffers is null)
            _uncountable ??= field;
    }

    private ArrowType Type(int field)
    {
        var id = (ArrowTypeId)_metadata.Byte(field, FieldSlot.TypeId);
        int table = _metadata.Table(field, FieldSlot.Type);
        int size = id switch
        {
            ArrowTypeId.Int => _metadata.Int32(table, 0),
            ArrowTypeId.FloatingPoint => 16 << (_metadata.Int16(table, 0) & 7),
            ArrowTypeId.FixedSizeList => _metadata.Int32(table, 0),
            ArrowTypeId.Union => _metadata.Int16(table, 0),
            _ => 0,
        };
        bool known = id switch
        {
            ArrowTypeId.None => false,
            ArrowTypeId.Int => size is 8 or 16 or 32 or 64,
            ArrowTypeId.FloatingPoint => size is 16 or 32 or 64,
            ArrowTypeId.FixedSizeList => size >= 0,
            ArrowTypeId.Union => size is 0 or 1,
            _ => true,
        };
        if (!known && !_metadata.Broken)
            _fault ??= FormatFault.Malformed($"the schema names a type {id} of size {size}, which does not exist");
        return new ArrowType(id, size, id == ArrowTypeId.Int && _metadata.Byte(table, 1) != 0);
    }

    /// <summary>Names may share bytes too: cut, they cannot add up to much.</summary>
    private static string Name(ReadOnlySpan<byte> utf8) => utf8.Length <= ArrowSchema.NameBytes
        ? Encoding.UTF8.GetString(utf8)
        : Encoding.UTF8.GetString(utf8[..ArrowSchema.NameBytes]) + "…";

    /// <summary>Members of the table <c>Schema</c>, as Arrow's <c>Schema.fbs</c> numbers them.</summary>
    private static class SchemaSlot
    {
        public const int Endianness = 0;
        public const int Fields = 1;
    }

    /// <summary>Members of the table <c>Field</c>; the union takes two.</summary>
    private static class FieldSlot
    {
        public const int Name = 0;
        public const int TypeId = 2;
        public const int Type = 3;
        public const int Dictionary = 4;
        public const int Children = 5;
    }
}
