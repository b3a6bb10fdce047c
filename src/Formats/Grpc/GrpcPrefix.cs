using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Grpc;

/// <summary>What stands before each message: a byte that says whether it is compressed, four of its length.</summary>
/// <param name="Flag">0 plain, 1 compressed; nothing else is defined.</param>
/// <param name="Length">Bytes of the message as sent.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GrpcPrefix(byte Flag, uint Length)
{
    public const int Size = 5;

    public static GrpcPrefix Read(ReadOnlySpan<byte> from) =>
        new(from[0], BinaryPrimitives.ReadUInt32BigEndian(from[1..]));

    public void Write(Span<byte> into)
    {
        into[0] = Flag;
        BinaryPrimitives.WriteUInt32BigEndian(into[1..], Length);
    }
}
