using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>One record batch: its values stay in the file until they are asked for.</summary>
internal sealed partial class ArrowBatch
{
    /// <summary>A view: its length, then its bytes, or where they are where these are too many.</summary>
    private const int ViewBytes = 16;

    private const int InlineBytes = 12;

    private readonly ArrowBatchMetadata _metadata = new();
    private readonly ArrowBody _body;
    private readonly ArrowNulls _nulls;
    private ArrowFileReader? _file;
    private ArrowBatch? _dictionary;

    public ArrowBatch()
    {
        _body = new ArrowBody(_metadata);
        _nulls = new ArrowNulls(_metadata, _body);
    }

    public int Rows => (int)_metadata.Rows;

    /// <summary>Of a dictionary: by which columns mean it.</summary>
    public long DictionaryId => _metadata.DictionaryId;

    /// <summary>Of a dictionary: it adds to one that came before.</summary>
    public bool IsDelta => _metadata.IsDelta;

    /// <summary>It has no rows until it is loaded again.</summary>
    public void Clear() => _metadata.Clear();

    /// <summary>Called by <see cref="ArrowFileReader.Load"/>.</summary>
    /// <remarks>Without a file there are no dictionaries.</remarks>
    public FormatFault? Load(
        ArrowFileReader? file, ArrowSchema schema, IArrowSource source, ArrowDecompressor decompressor,
        ArrowBlock block, ArrowLimits limits)
    {
        _file = file;
        _body.Begin(source, decompressor, limits);
        return _metadata.LoadBatch(source, schema, block, limits);
    }

    /// <summary>Called by <see cref="ArrowFileReader.LoadDictionary"/>.</summary>
    public FormatFault? LoadDictionary(
        IArrowSource source, ArrowDecompressor decompressor, ArrowBlock block, ArrowLimits limits)
    {
        _file = null;
        _body.Begin(source, decompressor, limits);
        return _metadata.LoadDictionary(source, block, limits);
    }

    /// <summary>Finds which of a list's elements belong to one row; the elements may be of any type.</summary>
    /// <param name="list">Has an <see cref="ArrowField.Element"/>.</param>
    /// <param name="row">Of the batch or, where the list is a child, of its parent's values.</param>
    /// <param name="elements">Checked to be there.</param>
    public FormatFault? FindElements(ArrowField list, long row, out ArrowElements elements)
    {
        elements = new ArrowElements(IsNull: true);
        if (CheckRow(list, row) is { } unusable)
            return unusable;
        if (_nulls.Find(list, row, 1, out long nullRow) is { } fault)
            return fault;
        if (nullRow >= 0)
            return null;
        (long start, long end) = (row * list.Type.Size, (row + 1) * list.Type.Size);
        bool isLarge = list.Type.Id is ArrowTypeId.LargeList;
        if (list.Type.Id is not ArrowTypeId.FixedSizeList
            && ReadEnds(list, isLarge, row, out start, out end) is { } noEnds)
            return noEnds;
        long length = _metadata.Node(list.Element!).Length;
        if (end > Math.Min(length, int.MaxValue))
            return FormatFault.Malformed($"column {list.Path} needs {end} elements of {length}");
        elements = new ArrowElements(IsNull: false, start, (int)(end - start));
        return null;
    }

    /// <summary>
    /// Finds one row's elements of a list of numbers, or bytes of a string; nulls among elements are faults.
    /// </summary>
    /// <param name="field">A column, or a child of one.</param>
    /// <param name="row">Of the batch or, for a child, of its parent's values.</param>
    /// <param name="values">Where they are, checked to lie inside of the file.</param>
    public FormatFault? Find(ArrowField field, long row, out ArrowValues values)
    {
        values = new ArrowValues(field, IsNull: true);
        if (field.Dictionary is not null)
            return FindInDictionary(field, row, out values);
        if (field.Element is { } element)
            return FindNumbers(field, element, row, out values);
        if (CheckRow(field, row) is { } unusable)
            return unusable;
        if (field.Type.Id is ArrowTypeId.Null)
            return null;
        if (_nulls.Find(field, row, 1, out long nullRow) is { } fault)
            return fault;
        if (nullRow >= 0)
            return null;
        switch (field.Type.Id)
        {
            case ArrowTypeId.Utf8 or ArrowTypeId.Binary or ArrowTypeId.LargeUtf8 or ArrowTypeId.LargeBinary:
                bool isLarge = field.Type.Id is ArrowTypeId.LargeUtf8 or ArrowTypeId.LargeBinary;
                return ReadEnds(field, isLarge, row, out long start, out long end)
                    ?? Found(field, 2, start, end - start, 1, out values);
            case ArrowTypeId.FixedSizeBinary:
                return Found(field, 1, row * field.Type.Size, field.Type.Size, 1, out values);
            case ArrowTypeId.Utf8View or ArrowTypeId.BinaryView:
                return FindView(field, row, out values);
            default:
                return Unreadable(field);
        }
    }

    /// <summary>Whether a value of a field is null.</summary>
    /// <param name="field">A column, or a child of one.</param>
    /// <param name="row">Of the batch or, for a child, of its parent's values.</param>
    /// <param name="isNull">What its bitmap says.</param>
    public FormatFault? FindNull(ArrowField field, long row, out bool isNull)
    {
        long index = -1;
        FormatFault? fault = CheckRow(field, row) ?? _nulls.Find(field, row, 1, out index);
        isNull = index >= 0;
        return fault;
    }

    /// <summary>Reads what <see cref="Find"/> found.</summary>
    /// <param name="values">Not null.</param>
    /// <param name="into">As many bytes as the values have.</param>
    public FormatFault? Read(in ArrowValues values, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(into.Length, values.Bytes);
        return _body.Read(values.Field, values.Buffer, values.Start, into);
    }

    /// <summary>Where what <see cref="Find"/> found lies in the file, for whoever reads it later.</summary>
    /// <returns>From the file's first byte; −1 where it is compressed and can only be read here.</returns>
    public static long Locate(in ArrowValues values) =>
        values.Buffer.Codec is ArrowCodec.None ? values.Buffer.Position + values.Start : -1;

    private FormatFault? FindInDictionary(ArrowField field, long row, out ArrowValues values)
    {
        values = new ArrowValues(field, IsNull: true);
        if (CheckRow(field, row) is { } unusable)
            return unusable;
        if (_nulls.Find(field, row, 1, out long nullRow) is { } fault)
            return fault;
        if (nullRow >= 0)
            return null;
        // Dictionaries inside of dictionaries are not Arrow's.
        if (_file is null)
            return Unreadable(field);
        ArrowType type = field.Dictionary!.Index;
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        bytes.Clear();
        if (_body.Read(field, 1, row * type.ValueBytes, bytes[..type.ValueBytes]) is { } noIndex)
            return noIndex;
        // Shifted up and down again, the index has its sign; one of 64 bits beyond the largest becomes negative.
        long index = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (type.Signed)
            index = index << (64 - type.Size) >> (64 - type.Size);
        _dictionary ??= new ArrowBatch();
        if (_file.LoadDictionary(field, _metadata.Block, _dictionary) is { } noDictionary)
            return noDictionary;
        if (index < 0 || index >= _dictionary.Rows)
        {
            return FormatFault.Malformed(
                $"column {field.Path} means value {index} of a dictionary that has {_dictionary.Rows}");
        }
        return _dictionary.Find(field.Dictionary.Values, index, out values);
    }

    private FormatFault? FindNumbers(ArrowField list, ArrowField element, long row, out ArrowValues values)
    {
        values = new ArrowValues(list, IsNull: true);
        int valueBytes = element.Dictionary is null && element.Type.IsNumber ? element.Type.ValueBytes : 0;
        if (valueBytes == 0)
            return Unreadable(list);
        if (FindElements(list, row, out ArrowElements found) is { } fault)
            return fault;
        if (found.IsNull)
            return null;
        if (CheckRows(element) is { } unusable)
            return unusable;
        if (Found(element, 1, found.Start * valueBytes, found.Count, valueBytes, out values) is { } outside)
            return outside;
        if (_nulls.Find(element, found.Start, found.Count, out long index) is { } noBitmap)
            return noBitmap;
        return index < 0 ? null : FormatFault.Malformed($"{list.Path}[{index}] is null");
    }

    private FormatFault? FindView(ArrowField field, long row, out ArrowValues values)
    {
        values = new ArrowValues(field, IsNull: true);
        Span<int> view = stackalloc int[ViewBytes / sizeof(int)];
        if (_body.Read(field, 1, row * ViewBytes, MemoryMarshal.AsBytes(view)) is { } fault)
            return fault;
        int length = view[0];
        if (length is >= 0 and <= InlineBytes)
            return Found(field, 1, (row * ViewBytes) + sizeof(int), length, 1, out values);
        (int buffer, int start) = (view[2], view[3]);
        if (length < 0 || start < 0 || buffer < 0 || buffer >= _metadata.ViewBuffers(field))
        {
            return FormatFault.Malformed(
                $"column {field.Path} has {length} bytes at {start} of its buffer {buffer} in row {row}");
        }
        return Found(field, 2 + buffer, start, length, 1, out values);
    }

    /// <summary>Where a row's values begin and end: two of a column's offsets, one behind the other.</summary>
    private FormatFault? ReadEnds(ArrowField field, bool isLarge, long row, out long start, out long end)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        bytes = isLarge ? bytes : bytes[..(2 * sizeof(int))];
        (start, end) = (0, 0);
        if (_body.Read(field, 1, row * (bytes.Length / 2), bytes) is { } fault)
            return fault;
        (start, end) = isLarge
            ? (BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]))
            : (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));
        return start >= 0 && end >= start && end - start <= int.MaxValue ? null : FormatFault.Malformed(
            $"column {field.Path} goes from element {start} to {end} in row {row}");
    }

    private FormatFault? Found(
        ArrowField field, int buffer, long start, long count, int valueBytes, out ArrowValues values)
    {
        values = new ArrowValues(field, IsNull: true);
        if (_body.Locate(field, buffer, start, count * valueBytes, out ArrowBuffer found) is { } fault)
            return fault;
        values = new ArrowValues(field, IsNull: false, found, start, (int)count, count * valueBytes);
        return null;
    }

    private FormatFault? CheckRow(ArrowField field, long row)
    {
        if (CheckRows(field) is { } fault)
            return fault;
        long rows = _metadata.Node(field).Length;
        return row >= 0 && row < rows
            ? null
            : FormatFault.Malformed($"column {field.Path} has {rows} values, value {row} is needed");
    }

    private FormatFault? CheckRows(ArrowField field)
    {
        if (field.HiddenBehind is { } before)
        {
            return FormatFault.Unsupported(
                $"column {field.Path} cannot be found: before it stands {before.Name} of type {before.TypeName}");
        }
        long rows = _metadata.Node(field).Length;
        // Offsets are then far from where 64 bits end.
        bool possible = field.Parent is null ? rows == Rows : rows is >= 0 and <= int.MaxValue;
        return possible
            ? null
            : FormatFault.Malformed($"column {field.Path} has {rows} rows in a record batch of {Rows}");
    }

    private static FormatFault Unreadable(ArrowField field) => FormatFault.Unsupported(
        $"column {field.Path} is of type {field.TypeName}; lists of numbers, strings and binary are read");
}
