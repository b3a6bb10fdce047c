using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>
/// Bytes of a float32 storage in torch's legacy format: what <c>torch.storage._load_from_bytes</c> is called with.
/// </summary>
/// <remarks>
/// Five pickles of protocol 2 one behind the other (magic number, version, sizes of C's types, the storage, the keys
/// that follow), then the count of values in 8 bytes, then the values. Recorded from torch 2.13; 1.13 reads it as well.
/// </remarks>
internal static class TorchStorage
{
    // To torch the storage's address, of as many digits; it means nothing outside of these bytes.
    private static readonly byte[] Key = [(byte)'X', 14, 0, 0, 0, .. "00000000000000"u8];

    // Up to the storage's count of values.
    private static readonly byte[] Head =
    [
        0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.',
        0x80, 2, (byte)'M', 0xe9, 3, (byte)'.',
        0x80, 2, .. "}q\0("u8, .. Text("protocol_version"u8, 1), (byte)'M', 0xe9, 3,
        .. Text("little_endian"u8, 2), 0x88, .. Text("type_sizes"u8, 3), .. "}q\x04("u8,
        .. Text("short"u8, 5), .. "K\x02"u8, .. Text("int"u8, 6), .. "K\x04"u8, .. Text("long"u8, 7), .. "K\x04uu."u8,
        0x80, 2, (byte)'(', .. Text("storage"u8, 0), .. "ctorch\nFloatStorage\nq\x01"u8,
        .. Key, .. "q\x02"u8, .. Text("cpu"u8, 3),
    ];

    private static readonly byte[] Tail = [.. "Ntq\x04Q."u8, 0x80, 2, .. "]q\0"u8, .. Key, .. "q\x01"u8, .. "a."u8];

    /// <summary>Writes the bytes, memoized.</summary>
    public static void Write(ref PickleWriter pickle, ReadOnlySpan<float> values)
    {
        pickle.Bytes(
            Head.Length + PickleWriter.IntegerLength(values.Length) + Tail.Length + sizeof(long)
            + (values.Length * sizeof(float)));
        pickle.Append(Head);
        pickle.AppendInteger(values.Length);
        pickle.Append(Tail);
        Span<byte> count = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(count, values.Length);
        pickle.Append(count);
        pickle.Append(MemoryMarshal.AsBytes(values));
        pickle.Memoize();
    }

    private static byte[] Text(ReadOnlySpan<byte> utf8, byte memo) =>
        [(byte)'X', (byte)utf8.Length, 0, 0, 0, .. utf8, (byte)'q', memo];
}
