namespace PolicyGate.Formats.Pickle;

/// <summary>Names in torch's own pickles: types of storages, and persistent ids of storages. Nothing else.</summary>
internal sealed class TorchScope(PickleDocument document) : PickleScope
{
    private static readonly (PickleClass Name, PickleElement Element)[] Storages =
    [
        (new("torch"u8, "FloatStorage"u8), new('f', 4)),
        (new("torch"u8, "DoubleStorage"u8), new('f', 8)),
        (new("torch"u8, "HalfStorage"u8), new('f', 2)),
        (new("torch"u8, "BFloat16Storage"u8), new(PickleElement.BrainFloat, 2)),
        (new("torch"u8, "ByteStorage"u8), new('u', 1)),
        (new("torch"u8, "CharStorage"u8), new('i', 1)),
        (new("torch"u8, "ShortStorage"u8), new('i', 2)),
        (new("torch"u8, "IntStorage"u8), new('i', 4)),
        (new("torch"u8, "LongStorage"u8), new('i', 8)),
        (new("torch"u8, "BoolStorage"u8), new('b', 1)),
    ];

    public override FormatFault? Global(
        ReadOnlySpan<byte> module, ReadOnlySpan<byte> name, int at, out PickleNode value)
    {
        foreach ((PickleClass storage, PickleElement element) in Storages)
        {
            if (!storage.Is(module, name))
                continue;
            value = new PickleNode
            {
                Kind = PickleKind.Global, Global = PickleGlobal.TorchStorage, Bits = element.Bits,
            };
            return null;
        }
        return MessageScope.Refuse(module, name, at, out value);
    }

    public override FormatFault? Reduce(int callee, int arguments, int at, out int value) => Call(at, out value);

    public override FormatFault? NewObject(int type, int arguments, int at, out int value) => Call(at, out value);

    public override FormatFault? Build(int target, int state, int at) => Call(at, out _);

    public override FormatFault? Persistent(int id, int at, out PickleNode value)
    {
        value = new PickleNode { Kind = PickleKind.Reference, Start = id };
        return document[id].Kind is PickleKind.Tuple
            ? null
            : PickleFault.Unsupported(at, "a persistent id that is no tuple");
    }

    private static FormatFault Call(int at, out int value)
    {
        value = -1;
        return PickleFault.Unsupported(at, "a storage's pickle makes an object: expected plain data");
    }
}
