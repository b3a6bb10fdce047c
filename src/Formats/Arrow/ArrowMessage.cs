using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>An encapsulated message's metadata: a length, then the FlatBuffers table <c>Message</c>.</summary>
internal sealed class ArrowMessage
{
    private byte[] _bytes = [];
    private int _start;
    private int _length;

    /// <summary>The table <c>Message</c>.</summary>
    public ReadOnlySpan<byte> Metadata => _bytes.AsSpan(_start, _length);

    /// <summary>Since Arrow 0.15 the length stands behind a marker of four bytes FF; before, it came first.</summary>
    /// <param name="first">Four bytes, eight where there are as many.</param>
    /// <returns>The length, and how many bytes it and the marker take.</returns>
    public static (int Length, int PrefixBytes) ReadPrefix(ReadOnlySpan<byte> first)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(first);
        return length != -1 || first.Length < 2 * sizeof(int)
            ? (length, sizeof(int))
            : (BinaryPrimitives.ReadInt32LittleEndian(first[sizeof(int)..]), 2 * sizeof(int));
    }

    public FormatFault? Load(IArrowSource source, ArrowBlock block, ArrowLimits limits)
    {
        (_start, _length) = (0, 0);
        if (block.MetadataBytes > limits.MetadataBytes)
        {
            return FormatFault.LimitExceeded(
                $"a message's metadata has {block.MetadataBytes} bytes, at most {limits.MetadataBytes} are read");
        }
        if (block.MetadataBytes < 2 * sizeof(int))
            return FormatFault.Malformed($"a message's metadata has {block.MetadataBytes} bytes, too few for any");
        if (_bytes.Length < block.MetadataBytes)
            _bytes = new byte[BitOperations.RoundUpToPowerOf2((uint)block.MetadataBytes)];
        Span<byte> message = _bytes.AsSpan(0, block.MetadataBytes);
        if (source.Read(block.Offset, message) is { } fault)
            return fault;
        (int length, int prefix) = ReadPrefix(message);
        if (length < 0 || length > message.Length - prefix)
        {
            return FormatFault.Malformed(
                $"a message's metadata has {message.Length} bytes and says that it has {length}");
        }
        (_start, _length) = (prefix, length);
        return null;
    }

    /// <summary>Finds the message's own table, of whatever kind.</summary>
    /// <returns>False where it is no message.</returns>
    public bool Read(out Header header)
    {
        var metadata = new FlatBuffer(Metadata);
        int message = metadata.Root();
        header = new Header(
            (ArrowVersion)metadata.Int16(message, Slot.Version),
            (ArrowMessageHeader)metadata.Byte(message, Slot.HeaderType),
            metadata.Table(message, Slot.Header),
            metadata.Int64(message, Slot.BodyLength));
        return !metadata.Broken && header.Table != 0;
    }

    /// <param name="Version">Of the metadata.</param>
    /// <param name="Kind">What the table is.</param>
    /// <param name="Table">Where it stands in <see cref="Metadata"/>.</param>
    /// <param name="BodyBytes">What follows the metadata; not checked.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Header(ArrowVersion Version, ArrowMessageHeader Kind, int Table, long BodyBytes);

    /// <summary>Members of the table <c>Message</c>, as Arrow's <c>Message.fbs</c> numbers them.</summary>
    private static class Slot
    {
        public const int Version = 0;
        public const int HeaderType = 1;
        public const int Header = 2;
        public const int BodyLength = 3;
    }
}
