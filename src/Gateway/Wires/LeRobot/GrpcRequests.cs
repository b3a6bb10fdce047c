using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>Reads requests of one message.</summary>
internal static class GrpcRequests
{
    private const int DataField = 1;

    // An Empty has no fields; what a later version may add is small.
    private const int EmptyBytes = 1024;

    /// <summary>Reads an <c>Empty</c>.</summary>
    public static async ValueTask<GrpcStatus?> ReadEmptyAsync(GrpcCall call)
    {
        (int length, GrpcStatus? failure) = await call.NextAsync(EmptyBytes);
        if (failure is not null)
            return failure;
        return length < 0 ? Missing : await ReadEndAsync(call);
    }

    /// <summary>Reads a message <c>{bytes data=1}</c>.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Data, GrpcStatus? Failure)> ReadDataAsync(
        GrpcCall call, long limit)
    {
        (int length, GrpcStatus? failure) = await call.NextAsync(limit);
        if (failure is not null)
            return (default, failure);
        if (length < 0)
            return (default, Missing);
        byte[] message = new byte[length];
        if (await call.ReadAsync(message) is { } broken)
            return (default, broken);
        return (FindData(message, out failure), failure ?? await ReadEndAsync(call));
    }

    /// <summary>The message that <see cref="ReadDataAsync"/> finds this data in.</summary>
    public static byte[] DataMessage(ReadOnlySpan<byte> data)
    {
        byte[] message = new byte[ProtobufWriter.HeadSize(DataField, data.Length) + data.Length];
        new ProtobufWriter(message).Bytes(DataField, data);
        return message;
    }

    private static GrpcStatus Missing { get; } = new(GrpcStatusCode.InvalidArgument, "the call has no message");

    private static async ValueTask<GrpcStatus?> ReadEndAsync(GrpcCall call)
    {
        (int more, GrpcStatus? failure) = await call.NextAsync(EmptyBytes);
        return failure ?? (more < 0
            ? null
            : new GrpcStatus(GrpcStatusCode.InvalidArgument, "the call has two messages, expected one"));
    }

    private static ReadOnlyMemory<byte> FindData(ReadOnlyMemory<byte> message, out GrpcStatus? failure)
    {
        failure = null;
        ReadOnlyMemory<byte> data = default;
        var reader = new ProtobufReader(message.Span);
        ProtobufStep step;
        while ((step = reader.Next()) is ProtobufStep.Field)
        {
            if (reader is { Field: DataField, Type: ProtobufType.Bytes })
                data = message.Slice(reader.Start, reader.Length);
        }
        if (step is ProtobufStep.Malformed)
            failure = new GrpcStatus(GrpcStatusCode.InvalidArgument, reader.Fault!.Message);
        return data;
    }
}
