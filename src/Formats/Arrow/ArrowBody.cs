using System.Buffers.Binary;

namespace PolicyGate.Formats.Arrow;

/// <summary>A batch's buffers: every range is checked before it is read, and decompressed where it must be.</summary>
internal sealed class ArrowBody(ArrowBatchMetadata metadata)
{
    private IArrowSource? _source;
    private ArrowDecompressor? _decompressor;
    private ArrowLimits? _limits;

    public void Begin(IArrowSource source, ArrowDecompressor decompressor, ArrowLimits limits) =>
        (_source, _decompressor, _limits) = (source, decompressor, limits);

    /// <summary>Where a buffer lies, when it has as many bytes as are wanted of it.</summary>
    /// <param name="field">Named in faults.</param>
    /// <param name="number">From the field's first buffer.</param>
    /// <param name="start">In decompressed bytes.</param>
    /// <param name="bytes">Not negative.</param>
    /// <param name="buffer">Has them.</param>
    public FormatFault? Locate(ArrowField field, int number, long start, long bytes, out ArrowBuffer buffer)
    {
        if (metadata.Locate(field, number, out buffer) is { } fault)
            return fault;
        if (buffer is { Codec: not ArrowCodec.None, StoredBytes: > 0 } && ReadLength(field, ref buffer) is { } unread)
            return unread;
        return start >= 0 && start <= buffer.Length - bytes ? null : FormatFault.Malformed(
            $"column {field.Path} needs {bytes} bytes at {start} of a buffer that has {buffer.Length}");
    }

    /// <summary>Reads a range of one of a field's buffers.</summary>
    /// <param name="field">Named in faults.</param>
    /// <param name="number">From the field's first buffer.</param>
    /// <param name="start">In decompressed bytes.</param>
    /// <param name="into">As many bytes as are wanted.</param>
    public FormatFault? Read(ArrowField field, int number, long start, Span<byte> into) =>
        Locate(field, number, start, into.Length, out ArrowBuffer buffer) ?? Read(field, buffer, start, into);

    /// <summary>Reads a range of a buffer that <see cref="Locate"/> has found to have it.</summary>
    public FormatFault? Read(ArrowField field, in ArrowBuffer buffer, long start, Span<byte> into)
    {
        if (into.IsEmpty)
            return null;
        if (buffer.Codec is ArrowCodec.None)
            return _source!.Read(buffer.Position + start, into);
        return _decompressor!.Read(_source!, buffer, start, into) is { } fault
            ? fault with { Message = $"column {field.Path}: {fault.Message}" }
            : null;
    }

    /// <summary>Before a compressed buffer stands its length; −1 before one that was not worth compressing.</summary>
    private FormatFault? ReadLength(ArrowField field, ref ArrowBuffer buffer)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        if (buffer.StoredBytes < prefix.Length)
            return FormatFault.Malformed($"column {field.Path} has a compressed buffer of {buffer.StoredBytes} bytes");
        if (_source!.Read(buffer.Position, prefix) is { } fault)
            return fault;
        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        (long position, long stored) = (buffer.Position + prefix.Length, buffer.StoredBytes - prefix.Length);
        if (length < -1)
            return FormatFault.Malformed($"column {field.Path} has a buffer of {length} bytes, decompressed");
        if (length > _limits!.DecompressedBytes)
        {
            return FormatFault.LimitExceeded(
                $"column {field.Path} has a buffer of {length} bytes, decompressed; "
                + $"at most {_limits.DecompressedBytes} are read");
        }
        buffer = length == -1
            ? new ArrowBuffer(position, stored, stored, ArrowCodec.None)
            : new ArrowBuffer(position, stored, length, buffer.Codec);
        return null;
    }
}
