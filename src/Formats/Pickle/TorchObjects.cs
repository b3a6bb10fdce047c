using System.Buffers.Binary;

namespace PolicyGate.Formats.Pickle;

/// <summary>
/// Torch tensors: views of a storage, which <c>torch.save</c> wrote into bytes in its legacy format: five pickles
/// (magic number, version, the writer's types, the storage as a persistent id, the keys of all storages), then a count
/// and the values.
/// </summary>
internal sealed class TorchObjects
{
    private const int FormatVersion = 1001;

    private readonly PickleDocument _document;
    private readonly PickleMachine _machine;

    public TorchObjects(PickleDocument document)
    {
        _document = document;
        _machine = new PickleMachine(document, new TorchScope(document));
    }

    /// <summary>A little-endian integer of 80 bits, 0x1950A86A20F9469CFC6C.</summary>
    private static ReadOnlySpan<byte> Magic => [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    /// <summary><c>_load_from_bytes(bytes)</c>: a storage. The same bytes are read only once.</summary>
    public FormatFault? Load(int arguments, int at, out int storage)
    {
        storage = -1;
        Span<int> items = stackalloc int[1];
        if (!_document.TryItems(arguments, items) || _document[items[0]].Kind is not PickleKind.Bytes)
            return PickleFault.Malformed(at, "torch.storage._load_from_bytes: expected bytes");
        PickleNode bytes = _document[items[0]];
        if (bytes.Bits > 0)
        {
            storage = (int)bytes.Bits;
            return null;
        }
        if (Read(bytes, at, out PickleNode node) is { } fault)
            return fault with { Message = $"byte {at}: in torch's bytes: {fault.Message}" };
        storage = _document.Add(node);
        _document[items[0]].Bits = storage;
        return null;
    }

    /// <summary><c>_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)</c>.</summary>
    public FormatFault? Tensor(int arguments, int at, out PickleNode value)
    {
        value = default;
        Span<int> items = stackalloc int[6];
        if (!_document.TryItems(arguments, items) || _document[items[0]].Kind is not PickleKind.Storage
            || _document[items[1]].Kind is not PickleKind.Integer)
            return PickleFault.Unsupported(at, "_rebuild_tensor_v2: expected a storage, an offset and four more");
        bool hasHooks = _document[items[5]] is not { Kind: PickleKind.Dictionary, Length: 0 };
        if (hasHooks)
            return PickleFault.Unsupported(at, "a tensor with hooks: only plain ones are read");
        if (!PickleShape.TryRead(_document, items[2], out PickleShape size)
            || !PickleShape.TryRead(_document, items[3], out PickleShape stride) || stride.Rank != size.Rank)
        {
            return PickleFault.Unsupported(
                at, $"a tensor's size and stride: expected at most {PickleShape.MostAxes} of each, none negative");
        }
        ref PickleNode storage = ref _document[items[0]];
        PickleElement element = PickleElement.FromBits(storage.Bits);
        long offset = _document[items[1]].Bits;
        if (!PickleLayout.TryView(element, size, stride, offset, _document.BytesOf(storage), out PickleArray array))
            return PickleFault.Malformed(at, $"a tensor reaches out of its storage of {storage.Length} bytes");
        value = new PickleNode { Kind = PickleKind.Array, Start = _document.AddArray(array) };
        return null;
    }

    private FormatFault? Read(in PickleNode bytes, int at, out PickleNode storage)
    {
        storage = default;
        int next = bytes.Start;
        int end = bytes.Start + bytes.Length;
        Span<int> parts = stackalloc int[5];
        for (int i = 0; i < parts.Length; i++)
        {
            if (_machine.Run(next, end, bytes.IsDecoded, out parts[i], out next) is { } fault)
                return fault;
        }
        if (CheckHead(parts, next) is { } unknown)
            return unknown;
        Span<int> id = stackalloc int[6];
        ref PickleNode reference = ref _document[parts[3]];
        if (reference.Kind is not PickleKind.Reference || !_document.TryItems(reference.Start, id))
            return PickleFault.Unsupported(next, "expected one storage, by a persistent id of six items");
        bool isStorage = IsText(id[0], "storage"u8) && _document[id[1]].Kind is PickleKind.Global
            && _document[id[2]].Kind is PickleKind.Text && _document[id[4]].Kind is PickleKind.Integer
            && _document[id[5]].Kind is PickleKind.None;
        Span<int> keys = stackalloc int[1];
        if (!isStorage || !_document.TryItems(parts[4], keys)
            || !IsText(keys[0], _document.SpanOf(_document[id[2]])))
            return PickleFault.Unsupported(next, "expected one whole storage and its key");
        PickleElement element = PickleElement.FromBits(_document[id[1]].Bits);
        ReadOnlySpan<byte> values = _document.All(bytes.IsDecoded).Span[next..end];
        long count = values.Length < sizeof(long) ? -1 : BinaryPrimitives.ReadInt64LittleEndian(values);
        if (count < 0 || count != _document[id[4]].Bits || count > values.Length / element.Size
            || sizeof(long) + (count * element.Size) != values.Length)
            return PickleFault.Malformed(next, $"a storage says that it has {count} values, in {values.Length} bytes");
        storage = new PickleNode
        {
            Kind = PickleKind.Storage, At = at, Start = next + sizeof(long), Length = values.Length - sizeof(long),
            IsDecoded = bytes.IsDecoded, Bits = element.Bits,
        };
        return null;
    }

    private FormatFault? CheckHead(ReadOnlySpan<int> parts, int at)
    {
        ref PickleNode magic = ref _document[parts[0]];
        if (magic.Kind is not PickleKind.LongInteger || !_document.SpanOf(magic).SequenceEqual(Magic))
            return PickleFault.Unsupported(at, "no magic number of torch's legacy format");
        if (_document[parts[1]] is not { Kind: PickleKind.Integer, Bits: FormatVersion })
            return PickleFault.Unsupported(at, $"another version of torch's legacy format than {FormatVersion}");
        int order = _document.Find(parts[2], "little_endian"u8);
        return order >= 0 && _document[order] is { Kind: PickleKind.Bool, Bits: 1 }
            ? null
            : PickleFault.Unsupported(at, "values of a big-endian machine");
    }

    private bool IsText(int value, ReadOnlySpan<byte> text) =>
        _document[value].Kind is PickleKind.Text && _document.SpanOf(_document[value]).SequenceEqual(text);
}
