using System.Buffers;
using System.Net;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;

namespace PolicyGate.Bench.LeRobot;

/// <summary>An observation as the stock client streams it: in messages of up to 2 MiB.</summary>
internal sealed class ObservationContent(
    TimedObservation observation, ArrayBufferWriter<byte> memory, TimeProvider time) : HttpContent
{
    private const int PartBytes = 2 << 20;
    private const int Begin = 1, Middle = 2, End = 3;

    /// <summary>When the first byte was about to go.</summary>
    public long Began { get; private set; }

    /// <summary>When the last byte had gone to the socket.</summary>
    public long Sent { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        memory.ResetWrittenCount();
        TimedObservationWriter.Write(memory, observation);
        ReadOnlyMemory<byte> pickle = memory.WrittenMemory;
        Began = time.GetTimestamp();
        for (int at = 0; at < pickle.Length; at += PartBytes)
        {
            ReadOnlyMemory<byte> part = pickle.Slice(at, Math.Min(PartBytes, pickle.Length - at));
            await stream.WriteAsync(Head(StateAt(at, pickle.Length), part.Length));
            await stream.WriteAsync(part);
        }
        await stream.FlushAsync();
        Sent = time.GetTimestamp();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private static int StateAt(int at, int length) => at + PartBytes >= length ? End : at == 0 ? Begin : Middle;

    /// <summary>gRPC's prefix and the message up to its data: the transfer state (1), the data's length (2).</summary>
    private static byte[] Head(int state, int length)
    {
        var head = new byte[GrpcPrefix.Size + (2 * ProtobufWriter.MaximumHead)];
        var message = new ProtobufWriter(head.AsSpan(GrpcPrefix.Size));
        message.Varint(1, (ulong)state);
        message.Head(2, length);
        new GrpcPrefix(0, (uint)(message.Position + length)).Write(head);
        return head[..(GrpcPrefix.Size + message.Position)];
    }
}
