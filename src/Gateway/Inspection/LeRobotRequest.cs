using PolicyGate.Formats;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Wires.LeRobot;

namespace PolicyGate.Gateway.Inspection;

/// <summary>What a recorded LeRobot robot asked for.</summary>
internal static class LeRobotRequest
{
    private const int DataField = 1;

    /// <returns>Why it cannot be read.</returns>
    public static string? Read(ReadOnlyMemory<byte> message, LimitsOptions limits, out RemotePolicyConfig? config)
    {
        config = null;
        var reader = new ProtobufReader(message.Span);
        while (reader.Next() is ProtobufStep.Field)
        {
            if (reader is not { Field: DataField, Type: ProtobufType.Bytes })
                continue;
            FormatFault? fault = RemotePolicyConfigReader.Read(
                message.Slice(reader.Start, reader.Length), LeRobotLimits.OfInstructions(limits), out config);
            return fault?.Message;
        }
        return reader.Fault?.Message ?? "the request has no data";
    }
}
