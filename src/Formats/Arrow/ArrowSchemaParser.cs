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
    private int _views;

    public FormatFault? Parse(int table, out ArrowSchema? schema)
    {
        schema = null;
        if (_metadata.Int16(table, SchemaSlot.Endianness) != 0)
            return FormatFault.Unsupported("the file is big-endian; only little-endian ones are read");
        FlatVector fields = _metadata.Vector(table, SchemaSlot.Fields, sizeof(uint));
        ArrowField[] columns = Fields(fields, parent: null, depth: 1, stored: true);
        if (_fault is null && _metadata.Broken)
            _fault = FormatFault.Malformed("the schema has an offset outside of the metadata");
        if (_fault is null)
        {
            schema = new ArrowSchema(columns, Counted(_nodes), Counted(_buffers), _views)
            {
                Metadata = Metadata(_metadata.Vector(table, SchemaSlot.Metadata, sizeof(uint))),
            };
        }
        return _fault;
    }

    /// <summary>Nobody needs it to read the columns: what is wrong with it hinders nobody.</summary>
    private Dictionary<string, string> Metadata(FlatVector pairs)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        // Pairs may share one table, as columns may.
        for (int i = 0; i < Math.Min(pairs.Count, limits.Columns) && !_metadata.Broken; i++)
        {
            int pair = _metadata.TableAt(pairs, i);
            string key = Name(_metadata.Text(pair, 0));
            found.TryAdd(key, Name(_metadata.Text(pair, 1)));
        }
        return found;
    }

    private readonly int? Counted(int count) => _uncountable is null ? count : null;

    /// <param name="vector">Tables of <c>Field</c>.</param>
    /// <param name="parent">Null for columns.</param>
    /// <param name="depth">1 for columns.</param>
    /// <param name="stored">False under a dictionary, whose children a batch does not hold.</param>
    private ArrowField[] Fields(FlatVector vector, ArrowField? parent, int depth, bool stored)
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
            fields[i] = Field(_metadata.TableAt(vector, i), parent, depth, stored);
            if (_fault is not null || _metadata.Broken)
                return [];
        }
        return fields;
    }

    private ArrowField Field(int table, ArrowField? parent, int depth, bool stored)
    {
        string name = Name(_metadata.Text(table, FieldSlot.Name));
        ArrowType type = Type(_metadata.Byte(table, FieldSlot.TypeId), _metadata.Table(table, FieldSlot.Type));
        ArrowDictionary? dictionary = Dictionary(_metadata.Table(table, FieldSlot.Dictionary), name, type);
        var field = new ArrowField
        {
            Name = name,
            Type = type,
            Dictionary = dictionary,
            Parent = parent,
            Node = _nodes,
            FirstBuffer = _buffers,
            ViewsBefore = _views,
            HiddenBehind = _uncountable,
        };
        if (stored)
            Count(field);
        FlatVector children = _metadata.Vector(table, FieldSlot.Children, sizeof(uint));
        field.Children = Fields(children, field, depth + 1, stored && dictionary is null);
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
        int? buffers = field.Dictionary is not null ? 2 : field.Type.Buffers(version);
        _buffers += buffers ?? 0;
        if (buffers is null)
            _uncountable ??= field;
        if (field.Dictionary is null && field.Type.IsView)
            _views++;
    }

    private ArrowDictionary? Dictionary(int table, string name, ArrowType type)
    {
        if (table == 0)
            return null;
        // An index type that is not there means 32 bits with a sign.
        int index = _metadata.Table(table, DictionarySlot.IndexType);
        ArrowType indexType = index == 0
            ? new ArrowType(ArrowTypeId.Int, 32, Signed: true)
            : Type((byte)ArrowTypeId.Int, index);
        // A dictionary's batch has this one column.
        var values = new ArrowField { Name = name, Type = type };
        return new ArrowDictionary(_metadata.Int64(table, DictionarySlot.Id), indexType, values);
    }

    private ArrowType Type(byte member, int table)
    {
        var id = (ArrowTypeId)member;
        int size = id switch
        {
            ArrowTypeId.Int => _metadata.Int32(table, 0),
            ArrowTypeId.FloatingPoint => 16 << (_metadata.Int16(table, 0) & 7),
            ArrowTypeId.FixedSizeList or ArrowTypeId.FixedSizeBinary => _metadata.Int32(table, 0),
            ArrowTypeId.Union => _metadata.Int16(table, 0),
            _ => 0,
        };
        bool known = id switch
        {
            ArrowTypeId.None => false,
            ArrowTypeId.Int => size is 8 or 16 or 32 or 64,
            ArrowTypeId.FloatingPoint => size is 16 or 32 or 64,
            ArrowTypeId.FixedSizeList or ArrowTypeId.FixedSizeBinary => size >= 0,
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
        public const int Metadata = 2;
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

    /// <summary>Members of the table <c>DictionaryEncoding</c>.</summary>
    private static class DictionarySlot
    {
        public const int Id = 0;
        public const int IndexType = 1;
    }
}
