namespace PolicyGate.Formats.Pickle;

/// <summary>Opcodes that make lists, tuples and dictionaries of what lies on the stack, or put it into them.</summary>
internal sealed class PickleContainers(PickleDocument document, PickleStack stack)
{
    public static PickleNode Empty(PickleKind kind) => new() { Kind = kind, Start = -1, Depth = 1 };

    /// <summary>LIST, TUPLE, DICT: of all above the last mark.</summary>
    public FormatFault? Collect(int at, PickleKind kind) => stack.TryUnmark(out ReadOnlySpan<int> values)
        ? Collect(at, kind, values)
        : PickleFault.NoMark(at);

    /// <summary>TUPLE1 to TUPLE3.</summary>
    public FormatFault? CollectTop(int at, int count) => stack.TryTop(count, out ReadOnlySpan<int> values)
        ? Collect(at, PickleKind.Tuple, values)
        : PickleFault.Underflow(at);

    /// <summary>APPEND, SETITEM: one item.</summary>
    public FormatFault? Extend(int at, PickleKind kind, int count)
    {
        if (!stack.TryTop(count, out ReadOnlySpan<int> values))
            return PickleFault.Underflow(at);
        return Extend(at, kind, values);
    }

    /// <summary>APPENDS, SETITEMS: all above the last mark.</summary>
    public FormatFault? ExtendAll(int at, PickleKind kind)
    {
        if (!stack.TryUnmark(out ReadOnlySpan<int> values))
            return PickleFault.NoMark(at);
        return Extend(at, kind, values);
    }

    private FormatFault? Collect(int at, PickleKind kind, ReadOnlySpan<int> values)
    {
        PickleNode empty = Empty(kind);
        empty.At = at;
        int container = document.Add(empty);
        if (AppendAll(at, container, values) is { } fault)
            return fault;
        stack.Drop(values.Length);
        stack.Push(container);
        return null;
    }

    /// <summary>Puts the values on top of the stack into the container that lies below them.</summary>
    private FormatFault? Extend(int at, PickleKind kind, ReadOnlySpan<int> values)
    {
        stack.Drop(values.Length);
        if (!stack.TryPeek(out int container))
            return PickleFault.Underflow(at);
        PickleKind found = document[container].Kind;
        return found == kind
            ? AppendAll(at, container, values)
            : PickleFault.Malformed(at, $"items for a value of kind {found}, expected {kind}");
    }

    private FormatFault? AppendAll(int at, int container, ReadOnlySpan<int> values)
    {
        bool isDictionary = document[container].Kind is PickleKind.Dictionary;
        if (isDictionary && values.Length % 2 != 0)
            return PickleFault.Malformed(at, "a dictionary's last key has no value");
        int step = isDictionary ? 2 : 1;
        for (int i = 0; i < values.Length; i += step)
        {
            int key = isDictionary ? values[i] : -1;
            // Hashing other keys may take for ever, and no message of a robot has any.
            if (isDictionary && document[key].Kind is not PickleKind.Text)
            {
                return PickleFault.Unsupported(
                    document[key].At, $"a dictionary's key of kind {document[key].Kind}, expected Text");
            }
            if (document.Append(container, key, values[i + step - 1], at) is { } fault)
                return fault;
        }
        return null;
    }
}
