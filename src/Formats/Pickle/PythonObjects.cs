using System.Text;

namespace PolicyGate.Formats.Pickle;

/// <summary>What Python's own functions make, without their being called.</summary>
internal sealed class PythonObjects(PickleDocument document)
{
    /// <summary><c>_codecs.encode(text, "latin1")</c>. The same text is encoded only once.</summary>
    public FormatFault? Encode(int arguments, int at, out PickleNode value)
    {
        value = default;
        Span<int> items = stackalloc int[2];
        if (!document.TryItems(arguments, items)
            || document[items[0]].Kind is not PickleKind.Text || document[items[1]].Kind is not PickleKind.Text)
            return PickleFault.Malformed(at, "_codecs.encode: expected two texts");
        ReadOnlySpan<byte> codec = document.SpanOf(document[items[1]]);
        if (!codec.SequenceEqual("latin1"u8) && !codec.SequenceEqual("latin-1"u8))
            return PickleFault.Unsupported(at, $"_codecs.encode in {PickleFault.Quote(codec)}, expected latin1");
        if (document[items[0]].Bits == 0)
        {
            if (Encode(document[items[0]], at, out PickleNode encoded) is { } fault)
                return fault;
            document[items[0]].Bits = document.Add(encoded);
        }
        value = document[(int)document[items[0]].Bits];
        return null;
    }

    /// <summary><c>bytes()</c> and <c>OrderedDict()</c>.</summary>
    public FormatFault? Empty(PickleKind kind, int arguments, int at, out PickleNode value)
    {
        value = new PickleNode { Kind = kind, Start = kind is PickleKind.Bytes ? 0 : -1, Depth = 1 };
        return document.TryItems(arguments, [])
            ? null
            : PickleFault.Unsupported(at, $"an empty value of kind {kind} made from something");
    }

    /// <summary><c>copy_reg._reconstructor(class, object, None)</c>.</summary>
    public FormatFault? Reconstruct(int arguments, int at, out PickleNode value)
    {
        value = default;
        Span<int> items = stackalloc int[3];
        bool isPlain = document.TryItems(arguments, items)
            && IsGlobal(items[1], PickleGlobal.Object) && document[items[2]].Kind is PickleKind.None;
        return isPlain
            ? Instance(items[0], at, out value)
            : PickleFault.Unsupported(at, "copy_reg._reconstructor: expected a class, object and None");
    }

    /// <summary>An instance of a class that the reader knows, still without its fields.</summary>
    public FormatFault? Instance(int type, int at, out PickleNode value)
    {
        value = new PickleNode
        {
            Kind = PickleKind.Instance, Start = document[type].Start, Bits = -1, Depth = 1,
        };
        return IsGlobal(type, PickleGlobal.Class)
            ? null
            : PickleFault.Unsupported(at, "a new object of something that is no class of the wire's");
    }

    /// <summary>Gives an instance its fields, once.</summary>
    public FormatFault? Fill(int instance, int state, int at)
    {
        ref PickleNode node = ref document[instance];
        if (node.Bits >= 0)
            return PickleFault.Unsupported(at, "a second state for an object that has one");
        PickleKind kind = document[state].Kind;
        if (kind is not PickleKind.Dictionary)
            return PickleFault.Unsupported(at, $"an object's state of kind {kind}, expected Dictionary");
        int depth = document[state].Depth + 1;
        if (depth > document.Limits.Depth)
            return PickleFault.TooDeep(at, document.Limits);
        (node.Bits, node.Depth) = (state, (ushort)depth);
        return null;
    }

    private FormatFault? Encode(in PickleNode text, int at, out PickleNode bytes)
    {
        bytes = text with { Kind = PickleKind.Bytes };
        if (Ascii.IsValid(document.SpanOf(text)))
            return null;
        if (!document.TryDecoded(text.Length, out Span<byte> room))
            return PickleFault.LimitExceeded(at, "more text to encode than a message of this length needs");
        if (!TryLatin1(document.SpanOf(text), room, out int written))
            return PickleFault.Malformed(at, "_codecs.encode: a letter that Latin-1 does not have");
        (bytes.Start, bytes.Length, bytes.IsDecoded) = (document.EndDecoded(written), written, true);
        return null;
    }

    private bool IsGlobal(int value, PickleGlobal global) =>
        document[value].Kind is PickleKind.Global && document[value].Global == global;

    /// <param name="text">UTF-8, valid.</param>
    /// <param name="bytes">No shorter.</param>
    /// <param name="written">Of them.</param>
    private static bool TryLatin1(ReadOnlySpan<byte> text, Span<byte> bytes, out int written)
    {
        written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            // U+0080 to U+00FF are C2 80 to C3 BF.
            if (text[i] >= 0x80 && text[i] is not (0xC2 or 0xC3))
                return false;
            bytes[written++] = text[i] < 0x80 ? text[i] : (byte)((text[i] << 6) | (text[++i] & 0x3F));
        }
        return true;
    }
}
