namespace PolicyGate.Formats.Pickle;

/// <summary>Names in a message: the allow-list and the classes that its reader knows.</summary>
internal sealed class MessageScope(PickleDocument document, IReadOnlyList<PickleClass> classes) : PickleScope
{
    private readonly PythonObjects _python = new(document);
    private readonly NumPyObjects _numpy = new(document);
    private TorchObjects? _torch;

    public static FormatFault Refuse(
        ReadOnlySpan<byte> module, ReadOnlySpan<byte> name, int at, out PickleNode value)
    {
        value = default;
        return PickleFault.Unsupported(at,
            $"the global {PickleFault.Quote(name)} of module {PickleFault.Quote(module)} is not one that is read here");
    }

    public override FormatFault? Global(
        ReadOnlySpan<byte> module, ReadOnlySpan<byte> name, int at, out PickleNode value)
    {
        value = new PickleNode { Kind = PickleKind.Global, Global = PickleGlobal.Class };
        for (int i = 0; i < classes.Count; i++)
        {
            value.Start = i;
            if (classes[i].Is(module, name))
                return null;
        }
        return PickleGlobals.TryFind(module, name, out value.Global) ? null : Refuse(module, name, at, out value);
    }

    public override FormatFault? Reduce(int callee, int arguments, int at, out int value)
    {
        value = -1;
        ref PickleNode node = ref document[callee];
        if (node.Kind is not PickleKind.Global)
            return PickleFault.Unsupported(at, $"a call of a value of kind {node.Kind}");
        if (node.Global is PickleGlobal.TorchLoadFromBytes)
            return (_torch ??= new TorchObjects(document)).Load(arguments, at, out value);
        PickleNode made = default;
        FormatFault? fault = node.Global switch
        {
            PickleGlobal.Reconstructor => _python.Reconstruct(arguments, at, out made),
            PickleGlobal.Encode => _python.Encode(arguments, at, out made),
            PickleGlobal.Bytes => _python.Empty(PickleKind.Bytes, arguments, at, out made),
            PickleGlobal.OrderedDict => _python.Empty(PickleKind.Dictionary, arguments, at, out made),
            PickleGlobal.NumPyReconstruct => _numpy.Reconstruct(arguments, at, out made),
            PickleGlobal.NumPyScalar => _numpy.Scalar(arguments, at, out made),
            PickleGlobal.NumPyFromBuffer => _numpy.FromBuffer(arguments, at, out made),
            PickleGlobal.NumPyDataType => _numpy.DataType(arguments, at, out made),
            PickleGlobal.TorchRebuildTensor => (_torch ??= new TorchObjects(document)).Tensor(arguments, at, out made),
            _ => PickleFault.Unsupported(at, $"a call of {node.Global}, which is only named elsewhere"),
        };
        return fault ?? Made(made, at, out value);
    }

    public override FormatFault? NewObject(int type, int arguments, int at, out int value)
    {
        value = -1;
        if (!document.TryItems(arguments, []))
            return PickleFault.Unsupported(at, "a new object with arguments: expected an empty tuple");
        return _python.Instance(type, at, out PickleNode made) ?? Made(made, at, out value);
    }

    public override FormatFault? Build(int target, int state, int at) => document[target].Kind switch
    {
        PickleKind.Instance => _python.Fill(target, state, at),
        PickleKind.Array => _numpy.Fill(target, state, at),
        PickleKind.DataType => _numpy.Order(target, state, at),
        PickleKind kind => PickleFault.Unsupported(at, $"a state for a value of kind {kind}, which has none"),
    };

    public override FormatFault? Persistent(int id, int at, out PickleNode value)
    {
        value = default;
        return PickleFault.Unsupported(at, "a persistent id, which no message has");
    }

    private FormatFault? Made(PickleNode node, int at, out int value)
    {
        node.At = at;
        value = document.Add(node);
        return null;
    }
}
