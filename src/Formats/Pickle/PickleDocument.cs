namespace PolicyGate.Formats.Pickle;

/// <summary>
/// The values of one pickle, flat: nodes that refer to each other and to the message by index. Its memory is kept from
/// one message to the next.
/// </summary>
/// <remarks>
/// A value may hold itself, and few bytes may stand for a tree without end: readers follow the few paths that they
/// know and never walk a whole value.
/// </remarks>
internal sealed class PickleDocument(PickleLimits limits)
{
    /// <summary>Decoding Latin-1 to UTF-8 doubles at most, encoding what came of it takes no more room again.</summary>
    private const int DecodedBytesPerByte = 4;

    private readonly PickleTable<PickleNode> _nodes = new();
    private readonly PickleTable<PickleLink> _links = new();
    private readonly PickleTable<PickleArray> _arrays = new();
    private byte[] _decoded = [];
    private int _decodedLength;
    private int _opcodes;

    public PickleLimits Limits => limits;

    public ReadOnlyMemory<byte> Message { get; private set; }

    /// <summary>Of the whole pickle.</summary>
    public int Root { get; set; }

    public int Opcodes => _opcodes;

    public ref PickleNode this[int value] => ref _nodes[value];

    public void Begin(ReadOnlyMemory<byte> message)
    {
        Message = message;
        _nodes.Clear();
        _links.Clear();
        _arrays.Clear();
        (_decodedLength, _opcodes, Root) = (0, 0, -1);
    }

    public FormatFault? CountOpcode(int at) => ++_opcodes <= limits.Opcodes
        ? null
        : PickleFault.LimitExceeded(at, $"more than {limits.Opcodes} opcodes");

    public int Add(in PickleNode node) => _nodes.Add(node);

    public int AddArray(in PickleArray array) => _arrays.Add(array);

    public ref readonly PickleArray ArrayOf(in PickleNode node) => ref _arrays[node.Start];

    /// <summary>What a text, bytes or a storage hold.</summary>
    public ReadOnlyMemory<byte> BytesOf(in PickleNode node) => All(node.IsDecoded).Slice(node.Start, node.Length);

    public ReadOnlySpan<byte> SpanOf(in PickleNode node) => BytesOf(node).Span;

    /// <summary>The message, or all that was decoded of it so far.</summary>
    public ReadOnlyMemory<byte> All(bool decoded) => decoded ? _decoded.AsMemory(0, _decodedLength) : Message;

    /// <summary>Room for bytes that do not stand in the message as they are.</summary>
    /// <param name="length">At most so many; <see cref="EndDecoded"/> gives back the rest.</param>
    /// <param name="room">Until the next call.</param>
    public bool TryDecoded(int length, out Span<byte> room)
    {
        long needed = _decodedLength + (long)length;
        room = [];
        if (needed > DecodedBytesPerByte * (long)Message.Length || needed > Array.MaxLength)
            return false;
        if (needed > _decoded.Length)
            Array.Resize(ref _decoded, (int)Math.Min(Math.Max(needed, 2L * _decoded.Length), Array.MaxLength));
        room = _decoded.AsSpan(_decodedLength, length);
        return true;
    }

    /// <returns>Where the decoded bytes begin.</returns>
    public int EndDecoded(int length)
    {
        int start = _decodedLength;
        _decodedLength += length;
        return start;
    }

    /// <summary>Puts an item at a container's end.</summary>
    public FormatFault? Append(int container, int key, int value, int at)
    {
        int depth = _nodes[value].Depth + 1;
        if (depth > limits.Depth)
            return PickleFault.TooDeep(at, limits);
        int link = _links.Add(new PickleLink(key, value, Next: -1));
        ref PickleNode node = ref _nodes[container];
        if (node.Start < 0)
            node.Start = link;
        else
            _links[(int)node.Bits].Next = link;
        node.Bits = link;
        node.Length++;
        node.Depth = (ushort)Math.Max(node.Depth, depth);
        return null;
    }

    public PickleItems ItemsOf(in PickleNode container) => new(_links, container.Start);

    /// <summary>All items of a list or tuple.</summary>
    /// <returns>False where it has not exactly as many as there is room.</returns>
    public bool TryItems(int container, Span<int> items)
    {
        ref PickleNode node = ref _nodes[container];
        if (node.Kind is not (PickleKind.List or PickleKind.Tuple) || node.Length != items.Length)
            return false;
        int count = 0;
        foreach (PickleLink item in ItemsOf(node))
            items[count++] = item.Value;
        return true;
    }

    /// <summary>A dictionary's value: the last one, as in Python, where a key stands there twice.</summary>
    /// <param name="dictionary">Or anything else, which has none.</param>
    /// <param name="key">UTF-8.</param>
    /// <returns>Negative where there is none.</returns>
    public int Find(int dictionary, ReadOnlySpan<byte> key)
    {
        int found = -1;
        ref PickleNode node = ref _nodes[dictionary];
        if (node.Kind is not PickleKind.Dictionary)
            return found;
        foreach (PickleLink item in ItemsOf(node))
        {
            ref PickleNode name = ref _nodes[item.Key];
            if (name.Length == key.Length && SpanOf(name).SequenceEqual(key))
                found = item.Value;
        }
        return found;
    }
}
