using PolicyGate.Formats.Grpc;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>The messages of one <c>SendObservations</c>, as the stock client cuts them.</summary>
internal static class ObservationMessages
{
    private const int PartBytes = 2 << 20;
    private const int Begin = 1, Middle = 2, End = 3;
    private const int StateField = 1, DataField = 2;

    /// <param name="stream">Of the call.</param>
    /// <param name="pickle">A <c>TimedObservation</c>; not empty.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> pickle, CancellationToken cancel)
    {
        for (int at = 0; at < pickle.Length; at += PartBytes)
        {
            ReadOnlyMemory<byte> part = pickle.Slice(at, Math.Min(PartBytes, pickle.Length - at));
            await stream.WriteAsync(Head(StateAt(at, pickle.Length), part.Length), cancel);
            await stream.WriteAsync(part, cancel);
        }
        await stream.FlushAsync(cancel);
    }

    private static int StateAt(int at, int length) => at + PartBytes >= length ? End : at == 0 ? Begin : Middle;

    /// <summary>gRPC's prefix and the message up to its data: the transfer state (1), the data's length (2).</summary>
    private static byte[] Head(int state, int length)
    {
        var head = new byte[GrpcPrefix.Size + (2 * ProtobufWriter.MaximumHead)];
        var message = new ProtobufWriter(head.AsSpan(GrpcPrefix.Size));
        message.Varint(StateField, (ulong)state);
        message.Head(DataField, length);
        new GrpcPrefix(0, (uint)(message.Position + length)).Write(head);
        return head[..(GrpcPrefix.Size + message.Position)];
    }
}
