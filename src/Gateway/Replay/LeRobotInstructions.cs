using PolicyGate.Formats.Grpc;

namespace PolicyGate.Gateway.Replay;

/// <summary>The message of <c>SendPolicyInstructions</c>, <c>{bytes data=1}</c>, as recordings have it.</summary>
internal static class LeRobotInstructions
{
    private const int DataField = 1;

    /// <summary>The pickle in it; empty where there is none.</summary>
    public static ReadOnlyMemory<byte> DataOf(ReadOnlyMemory<byte> message)
    {
        ReadOnlyMemory<byte> data = default;
        var reader = new ProtobufReader(message.Span);
        while (reader.Next() is ProtobufStep.Field)
        {
            if (reader is { Field: DataField, Type: ProtobufType.Bytes })
                data = message.Slice(reader.Start, reader.Length);
        }
        return data;
    }
}
