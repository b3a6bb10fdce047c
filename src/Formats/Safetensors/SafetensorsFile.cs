using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Safetensors;

/// <summary>
/// A safetensors file: its header is read when it is opened, a tensor's values when they are asked for. What is not
/// asked for is never read, however large the file is.
/// </summary>
/// <remarks>
/// Eight bytes with the header's length, the header (JSON: names with type, shape and place), the values:
/// https://huggingface.co/docs/safetensors/index#format
/// </remarks>
internal sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = 8;

    private readonly Stream _source;

    private SafetensorsFile(Stream source, IReadOnlyDictionary<string, SafetensorsTensor> tensors) =>
        (_source, Tensors) = (source, tensors);

    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors { get; }

    /// <param name="source">Can seek; the file's from now on, and disposed of by this where it cannot be read.</param>
    /// <param name="maximumHeaderBytes">A longer header is not read.</param>
    /// <param name="file">Null where there is a fault.</param>
    public static FormatFault? Open(Stream source, int maximumHeaderBytes, out SafetensorsFile? file)
    {
        file = null;
        FormatFault? fault = ReadHeader(source, maximumHeaderBytes, out byte[] header);
        if (fault is null)
        {
            var tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
            fault = new SafetensorsHeader(LengthBytes + header.Length, source.Length).Parse(header, tensors);
            if (fault is null)
                file = new SafetensorsFile(source, tensors);
        }
        if (fault is not null)
            source.Dispose();
        return fault;
    }

    /// <summary>Reads all values of a tensor of floats, those of other types rounded to float32.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="values">As many as its shape has.</param>
    public FormatFault? ReadFloats(SafetensorsTensor tensor, Span<float> values)
    {
        if (!SafetensorsTypes.Floats.Contains(tensor.Type))
        {
            return FormatFault.Unsupported($"the tensor '{tensor.Name}' holds {tensor.Type}; expected"
                + $" {string.Join(", ", SafetensorsTypes.Floats)}");
        }
        byte[] bytes = new byte[tensor.Bytes];
        _source.Position = tensor.Offset;
        if (TryRead(_source, bytes, $"the tensor '{tensor.Name}'") is { } unread)
            return unread;
        Convert(tensor.Type, bytes, values);
        return null;
    }

    public void Dispose() => _source.Dispose();

    private static FormatFault? ReadHeader(Stream source, int maximumBytes, out byte[] header)
    {
        header = [];
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (source.Length < LengthBytes)
        {
            return FormatFault.Malformed($"expected {LengthBytes} bytes with the header's length, found"
                + $" {source.Length} bytes in all");
        }
        if (TryRead(source, prefix, "the header's length") is { } unread)
            return unread;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)(source.Length - LengthBytes))
        {
            return FormatFault.Malformed($"its header would be {length} bytes long, but"
                + $" {source.Length - LengthBytes} follow; the file is cut off, or no safetensors file");
        }
        if (length > (ulong)maximumBytes)
            return FormatFault.LimitExceeded($"its header is {length} bytes long; at most {maximumBytes} are read");
        header = new byte[length];
        return TryRead(source, header, "the header");
    }

    private static FormatFault? TryRead(Stream source, Span<byte> into, string what)
    {
        try
        {
            source.ReadExactly(into);
            return null;
        }
        catch (IOException failure)
        {
            return FormatFault.Unreadable($"{what} cannot be read: {failure.Message}");
        }
    }

    private static void Convert(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case "F32":
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                break;
            case "F64":
                ReadOnlySpan<double> doubles = MemoryMarshal.Cast<byte, double>(bytes);
                for (int i = 0; i < doubles.Length; i++)
                    values[i] = (float)doubles[i];
                break;
            case "F16":
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (int i = 0; i < halves.Length; i++)
                    values[i] = (float)halves[i];
                break;
            default:
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < upper.Length; i++)
                    values[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                break;
        }
    }
}
