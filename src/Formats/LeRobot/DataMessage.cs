using PolicyGate.Formats.Grpc;

namespace PolicyGate.Formats.LeRobot;

/// <summary>
/// LeRobot's <c>PolicySetup</c> and <c>Actions</c>: the protobuf message <c>{bytes data=1}</c>, with a pickle in it.
/// </summary>
internal static class DataMessage
{
    public const int DataField = 1;

    public static byte[] Write(ReadOnlySpan<byte> data)
    {
        byte[] message = new byte[ProtobufWriter.HeadSize(DataField, data.Length) + data.Length];
        new ProtobufWriter(message).Bytes(DataField, data);
        return message;
    }

    /// <param name="message">The whole of it.</param>
    /// <param name="data">A view into it; empty where there is none. Of several the last, as protobuf has it.</param>
    public static FormatFault? Read(ReadOnlyMemory<byte> message, out ReadOnlyMemory<byte> data)
    {
        data = default;
        var reader = new ProtobufReader(message.Span);
        ProtobufStep step;
        while ((step = reader.Next()) is ProtobufStep.Field)
        {
            if (reader is { Field: DataField, Type: ProtobufType.Bytes })
                data = message.Slice(reader.Start, reader.Length);
        }
        return step is ProtobufStep.Malformed ? reader.Fault : null;
    }
}
