namespace PolicyGate.Formats.Pickle;

/// <summary>Arrays, scalars and data types as NumPy 1 and 2 write them, of plain numbers.</summary>
internal sealed class NumPyObjects(PickleDocument document)
{
    // Of the state of a dtype that has no more than this version knows.
    private const int DataTypeVersion = 3;

    /// <summary><c>dtype("u1", False, True)</c>; the byte order comes with its state.</summary>
    public FormatFault? DataType(int arguments, int at, out PickleNode value)
    {
        value = default;
        Span<int> items = stackalloc int[3];
        if (!document.TryItems(arguments, items) || document[items[0]].Kind is not PickleKind.Text)
            return PickleFault.Malformed(at, "numpy.dtype: expected a name and two flags");
        ReadOnlySpan<byte> name = document.SpanOf(document[items[0]]);
        bool isNumber = name is [(byte)'f', (byte)'2' or (byte)'4' or (byte)'8']
            or [(byte)'i' or (byte)'u', (byte)'1' or (byte)'2' or (byte)'4' or (byte)'8'] or [(byte)'b', (byte)'1'];
        if (!isNumber)
        {
            return PickleFault.Unsupported(
                at, $"NumPy's data type {PickleFault.Quote(name)}: only f2 to f8, i1 to i8, u1 to u8 and b1 are read");
        }
        var element = new PickleElement((char)name[0], name[1] - '0');
        value = new PickleNode { Kind = PickleKind.DataType, Start = -1, Bits = element.Bits };
        return null;
    }

    /// <summary><c>_reconstruct(ndarray, (0,), b"b")</c>: an array still without its state.</summary>
    public FormatFault? Reconstruct(int arguments, int at, out PickleNode value)
    {
        value = new PickleNode { Kind = PickleKind.Array, Start = -1 };
        Span<int> items = stackalloc int[3];
        return document.TryItems(arguments, items) && document[items[0]].Kind is PickleKind.Global
            && document[items[0]].Global is PickleGlobal.NumPyArray
                ? null
                : PickleFault.Unsupported(at, "_reconstruct of something else than numpy.ndarray");
    }

    /// <summary><c>scalar(dtype, bytes)</c>.</summary>
    public FormatFault? Scalar(int arguments, int at, out PickleNode value)
    {
        value = default;
        Span<int> items = stackalloc int[2];
        if (!document.TryItems(arguments, items))
            return PickleFault.Malformed(at, "scalar: expected a dtype and bytes");
        PickleShape none = PickleShape.Of(0);
        return View(items[0], none, none, items[1], at, out value);
    }

    /// <summary><c>_frombuffer(bytes, dtype, shape, order)</c>; with order K, the order of the axes as well.</summary>
    public FormatFault? FromBuffer(int arguments, int at, out PickleNode value)
    {
        value = default;
        Span<int> items = stackalloc int[5];
        bool hasAxes = document.TryItems(arguments, items);
        if (!hasAxes)
            items = items[..4];
        if (!hasAxes && !document.TryItems(arguments, items))
            return PickleFault.Malformed(at, "_frombuffer: expected four or five arguments");
        if (Shape(items[2], at, out PickleShape shape) is { } fault)
            return fault;
        ReadOnlySpan<byte> order =
            document[items[3]].Kind is PickleKind.Text ? document.SpanOf(document[items[3]]) : [];
        if (order.SequenceEqual("C"u8) && !hasAxes)
            return View(items[1], shape, PickleLayout.RowMajor(shape), items[0], at, out value);
        if (order.SequenceEqual("F"u8) && !hasAxes)
            return View(items[1], shape, PickleLayout.ColumnMajor(shape), items[0], at, out value);
        if (!order.SequenceEqual("K"u8) || !hasAxes)
            return PickleFault.Unsupported(at, "_frombuffer: expected order C or F, or K with the order of the axes");
        if (!PickleShape.TryRead(document, items[4], out PickleShape axes)
            || !TryTranspose(shape, axes, out PickleShape transposed, out PickleShape strides))
            return PickleFault.Malformed(at, "_frombuffer: the order of the axes does not name each of them once");
        return View(items[1], transposed, strides, items[0], at, out value);
    }

    /// <summary>Gives an array its state: version, shape, dtype, whether in Fortran's order, bytes.</summary>
    public FormatFault? Fill(int array, int state, int at)
    {
        Span<int> items = stackalloc int[5];
        if (document[array].Start >= 0)
            return PickleFault.Unsupported(at, "a second state for an array that has one");
        if (!document.TryItems(state, items))
            return PickleFault.Malformed(at, "an array's state: expected version, shape, dtype, order and bytes");
        if (Shape(items[1], at, out PickleShape shape) is { } fault)
            return fault;
        if (document[items[3]].Kind is not (PickleKind.Bool or PickleKind.Integer))
            return PickleFault.Malformed(at, "an array's state does not say whether it is in Fortran's order");
        bool isColumnMajor = document[items[3]].Bits != 0;
        PickleShape strides = isColumnMajor ? PickleLayout.ColumnMajor(shape) : PickleLayout.RowMajor(shape);
        if (View(items[2], shape, strides, items[4], at, out PickleNode filled) is { } unusable)
            return unusable;
        document[array].Start = filled.Start;
        return null;
    }

    /// <summary>Gives a data type its byte order; all else that a dtype may have is refused.</summary>
    public FormatFault? Order(int dataType, int state, int at)
    {
        Span<int> items = stackalloc int[8];
        ref PickleNode node = ref document[dataType];
        if (node.Start >= 0)
            return PickleFault.Unsupported(at, "a second state for a dtype that has one");
        if (!document.TryItems(state, items)
            || document[items[0]] is not { Kind: PickleKind.Integer, Bits: DataTypeVersion })
            return PickleFault.Unsupported(at, $"a dtype's state: expected eight items of version {DataTypeVersion}");
        bool isPlain = document[items[2]].Kind is PickleKind.None && document[items[3]].Kind is PickleKind.None
            && document[items[4]].Kind is PickleKind.None
            && document[items[7]] is { Kind: PickleKind.Integer, Bits: 0 };
        if (!isPlain)
            return PickleFault.Unsupported(at, "a dtype with fields, parts or flags: only plain numbers are read");
        ReadOnlySpan<byte> order =
            document[items[1]].Kind is PickleKind.Text ? document.SpanOf(document[items[1]]) : [];
        if (order is not [(byte)'<' or (byte)'|' or (byte)'=' or (byte)'>'])
            return PickleFault.Malformed(at, "a dtype's byte order is none of <, >, | and =");
        node.Start = at;
        PickleElement element = PickleElement.FromBits(node.Bits);
        if (order[0] is (byte)'>' && element.Size > 1)
            node.Bits = (element with { Kind = PickleElement.BigEndian }).Bits;
        return null;
    }

    /// <summary>NumPy's <c>reshape(shape).transpose(axes)</c>.</summary>
    private static bool TryTranspose(
        in PickleShape shape, in PickleShape axes, out PickleShape transposed, out PickleShape strides)
    {
        transposed = strides = PickleShape.Of(shape.Rank);
        PickleShape rows = PickleLayout.RowMajor(shape);
        int seen = 0;
        for (int axis = 0; axis < axes.Rank; axis++)
        {
            int from = axes[axis];
            if (from >= shape.Rank)
                return false;
            seen |= 1 << from;
            (transposed[axis], strides[axis]) = (shape[from], rows[from]);
        }
        return axes.Rank == shape.Rank && seen == (1 << shape.Rank) - 1;
    }

    private FormatFault? Shape(int value, int at, out PickleShape shape) =>
        PickleShape.TryRead(document, value, out shape)
            ? null
            : PickleFault.Unsupported(
                at, $"an array's shape: expected at most {PickleShape.MostAxes} numbers, none of them negative");

    private FormatFault? View(
        int dataType, in PickleShape shape, in PickleShape strides, int data, int at, out PickleNode value)
    {
        value = default;
        ref PickleNode type = ref document[dataType];
        if (type.Kind is not PickleKind.DataType || type.Start < 0)
            return PickleFault.Malformed(at, "an array without a dtype whose byte order is known");
        ref PickleNode bytes = ref document[data];
        if (bytes.Kind is not PickleKind.Bytes)
            return PickleFault.Unsupported(at, $"an array's values of kind {bytes.Kind}, expected Bytes");
        PickleElement element = PickleElement.FromBits(type.Bits);
        if (!shape.TryCount(out int count) || (long)count * element.Size != bytes.Length
            || !PickleLayout.TryView(element, shape, strides, 0, document.BytesOf(bytes), out PickleArray array))
        {
            return PickleFault.Malformed(
                at, $"an array has {bytes.Length} bytes, which is not what its shape and its dtype take");
        }
        value = new PickleNode { Kind = PickleKind.Array, Start = document.AddArray(array) };
        return null;
    }
}
