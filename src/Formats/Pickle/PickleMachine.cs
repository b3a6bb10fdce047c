namespace PolicyGate.Formats.Pickle;

/// <summary>Walks the opcodes of one pickle after the other and adds their values to a document.</summary>
internal sealed class PickleMachine
{
    private const int HighestProtocol = 5;

    private readonly PickleDocument _document;
    private readonly PickleScope _scope;
    private readonly PickleContainers _containers;
    private readonly PickleStack _stack = new();
    private readonly PickleMemo _memo = new();
    private PickleCursor _cursor;
    private PickleLiterals _literals;
    private PickleNode _node;
    private int _at;
    private int _firstOpcode;

    public PickleMachine(PickleDocument document, PickleScope scope)
    {
        (_document, _scope) = (document, scope);
        _containers = new PickleContainers(document, _stack);
    }

    /// <param name="start">Where the pickle begins in the message, or in what was decoded of it.</param>
    /// <param name="end">Behind the last byte that may belong to it.</param>
    /// <param name="isDecoded">Which of the two.</param>
    /// <param name="value">Index of what it holds.</param>
    /// <param name="next">Behind its last byte.</param>
    public FormatFault? Run(int start, int end, bool isDecoded, out int value, out int next)
    {
        _stack.Clear();
        _memo.Clear();
        _cursor = new PickleCursor(_document.All(isDecoded), start, end);
        _literals = new PickleLiterals(_document, isDecoded);
        _firstOpcode = _document.Opcodes;
        (value, next) = (-1, end);
        while (true)
        {
            _at = _cursor.Position;
            if (!_cursor.TryByte(out byte code))
                return Cut();
            if (_document.CountOpcode(_at) is { } tooMany)
                return tooMany;
            if ((PickleOpcode)code is PickleOpcode.Stop)
                break;
            if (Step((PickleOpcode)code) is { } fault)
                return fault;
        }
        next = _cursor.Position;
        if (_stack.Count != 1 || _stack.Marks > 0)
            return PickleFault.Malformed(_at, $"STOP with {_stack.Count} values on the stack, expected one");
        return _stack.TryPop(out value) ? null : PickleFault.Underflow(_at);
    }

    private FormatFault? Step(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.Protocol => Protocol(),
        PickleOpcode.Frame => Frame(),
        PickleOpcode.Mark => Mark(),
        PickleOpcode.Pop => Pop(),
        PickleOpcode.PopMark => PopMark(),
        PickleOpcode.Dup => _stack.TryPeek(out int top) ? Push(top) : PickleFault.Underflow(_at),
        PickleOpcode.None => Push(new PickleNode { Kind = PickleKind.None }),
        PickleOpcode.NewTrue => Push(new PickleNode { Kind = PickleKind.Bool, Bits = 1 }),
        PickleOpcode.NewFalse => Push(new PickleNode { Kind = PickleKind.Bool }),
        PickleOpcode.BinInt => Push(PickleNumbers.Signed(ref _cursor, out _node)),
        PickleOpcode.BinInt1 => Push(PickleNumbers.Unsigned(ref _cursor, 1, out _node)),
        PickleOpcode.BinInt2 => Push(PickleNumbers.Unsigned(ref _cursor, 2, out _node)),
        PickleOpcode.Long1 => Push(_literals.Long(ref _cursor, 1, out _node)),
        PickleOpcode.Long4 => Push(_literals.Long(ref _cursor, 4, out _node)),
        PickleOpcode.Int => Push(PickleNumbers.IntegerLine(ref _cursor, out _node)),
        PickleOpcode.Long => Push(PickleNumbers.IntegerLine(ref _cursor, out _node)),
        PickleOpcode.Float => Push(PickleNumbers.FloatLine(ref _cursor, out _node)),
        PickleOpcode.BinFloat => Push(PickleNumbers.Float(ref _cursor, out _node)),
        PickleOpcode.Unicode => Push(_literals.TextLine(ref _cursor, out _node)),
        PickleOpcode.ShortBinUnicode => Push(_literals.Text(ref _cursor, 1, out _node)),
        PickleOpcode.BinUnicode => Push(_literals.Text(ref _cursor, 4, out _node)),
        PickleOpcode.BinUnicode8 => Push(_literals.Text(ref _cursor, 8, out _node)),
        PickleOpcode.ShortBinBytes => Push(_literals.Bytes(ref _cursor, 1, out _node)),
        PickleOpcode.BinBytes => Push(_literals.Bytes(ref _cursor, 4, out _node)),
        PickleOpcode.BinBytes8 => Push(_literals.Bytes(ref _cursor, 8, out _node)),
        PickleOpcode.ByteArray8 => Push(_literals.Bytes(ref _cursor, 8, out _node)),
        PickleOpcode.EmptyList => Push(PickleContainers.Empty(PickleKind.List)),
        PickleOpcode.EmptyTuple => Push(PickleContainers.Empty(PickleKind.Tuple)),
        PickleOpcode.EmptyDict => Push(PickleContainers.Empty(PickleKind.Dictionary)),
        PickleOpcode.List => _containers.Collect(_at, PickleKind.List),
        PickleOpcode.Tuple => _containers.Collect(_at, PickleKind.Tuple),
        PickleOpcode.Dict => _containers.Collect(_at, PickleKind.Dictionary),
        PickleOpcode.Tuple1 => _containers.CollectTop(_at, 1),
        PickleOpcode.Tuple2 => _containers.CollectTop(_at, 2),
        PickleOpcode.Tuple3 => _containers.CollectTop(_at, 3),
        PickleOpcode.Append => _containers.Extend(_at, PickleKind.List, 1),
        PickleOpcode.SetItem => _containers.Extend(_at, PickleKind.Dictionary, 2),
        PickleOpcode.Appends => _containers.ExtendAll(_at, PickleKind.List),
        PickleOpcode.SetItems => _containers.ExtendAll(_at, PickleKind.Dictionary),
        PickleOpcode.Put => PickleNumbers.Number(ref _cursor, out ulong number) ?? Put(number),
        PickleOpcode.BinPut => _cursor.TryUnsigned(1, out ulong number) ? Put(number) : Cut(),
        PickleOpcode.LongBinPut => _cursor.TryUnsigned(4, out ulong number) ? Put(number) : Cut(),
        PickleOpcode.Memoize => Put((ulong)_memo.Count),
        PickleOpcode.Get => PickleNumbers.Number(ref _cursor, out ulong number) ?? Get(number),
        PickleOpcode.BinGet => _cursor.TryUnsigned(1, out ulong number) ? Get(number) : Cut(),
        PickleOpcode.LongBinGet => _cursor.TryUnsigned(4, out ulong number) ? Get(number) : Cut(),
        PickleOpcode.Global => Global(),
        PickleOpcode.StackGlobal => StackGlobal(),
        PickleOpcode.Reduce => Reduce(),
        PickleOpcode.NewObject => NewObject(),
        PickleOpcode.Build => Build(),
        PickleOpcode.BinPersistentId => Persistent(),
        _ => PickleFault.Unsupported(_at, $"opcode 0x{(byte)opcode:X2} is not one that is read"),
    };

    private FormatFault? Protocol()
    {
        if (!_cursor.TryByte(out byte version))
            return Cut();
        return version <= HighestProtocol
            ? null
            : PickleFault.Unsupported(_at, $"protocol {version}, expected at most {HighestProtocol}");
    }

    /// <summary>Frames only help those who read from a file: their length need not be more than true.</summary>
    private FormatFault? Frame() =>
        _cursor.TryUnsigned(8, out ulong length) && length <= (ulong)_cursor.Left ? null : Cut();

    private FormatFault? Mark()
    {
        if (_stack.Marks >= _document.Limits.Depth)
            return PickleFault.LimitExceeded(_at, $"more than {_document.Limits.Depth} open marks");
        _stack.Mark();
        return null;
    }

    private FormatFault? Pop()
    {
        // As in Python: a mark on top goes instead of a value.
        if (_stack.TryPop(out _) || _stack.TryUnmark(out _))
            return null;
        return PickleFault.Underflow(_at);
    }

    private FormatFault? PopMark()
    {
        if (!_stack.TryUnmark(out ReadOnlySpan<int> values))
            return PickleFault.NoMark(_at);
        _stack.Drop(values.Length);
        return null;
    }

    private FormatFault? Push(FormatFault? fault) => fault ?? Push(_node);

    private FormatFault? Push(PickleNode node)
    {
        node.At = _at;
        return Push(_document.Add(node));
    }

    private FormatFault? Push(int value)
    {
        _stack.Push(value);
        return null;
    }

    private FormatFault? Put(ulong number)
    {
        if (!_stack.TryPeek(out int value))
            return PickleFault.Underflow(_at);
        // Every pickler counts from 0 or 1. Without the first rule nine bytes could ask for all memory of the second.
        int opcodes = _document.Opcodes - _firstOpcode;
        if (number > (ulong)opcodes || number >= (ulong)_document.Limits.MemoEntries)
        {
            return PickleFault.LimitExceeded(_at,
                $"memo number {number} after {opcodes} opcodes, at most {_document.Limits.MemoEntries} are kept");
        }
        _memo.Set((int)number, value);
        return null;
    }

    private FormatFault? Get(ulong number) => _memo.TryGet(number, out int value)
        ? Push(value)
        : PickleFault.Malformed(_at, $"memo number {number} was never set");

    private FormatFault? Global()
    {
        if (!_cursor.TryLine(out int at, out int length))
            return Cut();
        ReadOnlySpan<byte> module = _cursor.Slice(at, length);
        if (!_cursor.TryLine(out at, out length))
            return Cut();
        return Push(_scope.Global(module, _cursor.Slice(at, length), _at, out _node));
    }

    private FormatFault? StackGlobal()
    {
        if (!_stack.TryPop(out int name) || !_stack.TryPop(out int module))
            return PickleFault.Underflow(_at);
        if (_document[name].Kind is not PickleKind.Text || _document[module].Kind is not PickleKind.Text)
            return PickleFault.Malformed(_at, "a global whose module or name is no text");
        return Push(
            _scope.Global(_document.SpanOf(_document[module]), _document.SpanOf(_document[name]), _at, out _node));
    }

    private FormatFault? Reduce()
    {
        if (!_stack.TryPop(out int arguments) || !_stack.TryPop(out int callee))
            return PickleFault.Underflow(_at);
        return _scope.Reduce(callee, arguments, _at, out int value) ?? Push(value);
    }

    private FormatFault? NewObject()
    {
        if (!_stack.TryPop(out int arguments) || !_stack.TryPop(out int type))
            return PickleFault.Underflow(_at);
        return _scope.NewObject(type, arguments, _at, out int value) ?? Push(value);
    }

    private FormatFault? Build()
    {
        if (!_stack.TryPop(out int state) || !_stack.TryPeek(out int target))
            return PickleFault.Underflow(_at);
        return _scope.Build(target, state, _at);
    }

    private FormatFault? Persistent()
    {
        if (!_stack.TryPop(out int id))
            return PickleFault.Underflow(_at);
        return Push(_scope.Persistent(id, _at, out _node));
    }

    private FormatFault Cut() =>
        PickleFault.Malformed(_at, $"an opcode or what it needs is missing: the bytes end at {_cursor.End}");
}
