using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>Reads requests of one message.</summary>
internal static class GrpcRequests
{
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
        if (DataMessage.Read(message, out ReadOnlyMemory<byte> data) is { } fault)
            return (default, new GrpcStatus(GrpcStatusCode.InvalidArgument, fault.Message));
        return (data, await ReadEndAsync(call));
    }

    private static GrpcStatus Missing { get; } = new(GrpcStatusCode.InvalidArgument, "the call has no message");

    private static async ValueTask<GrpcStatus?> ReadEndAsync(GrpcCall call)
    {
        (int more, GrpcStatus? failure) = await call.NextAsync(EmptyBytes);
        return failure ?? (more < 0
            ? null
            : new GrpcStatus(GrpcStatusCode.InvalidArgument, "the call has two messages, expected one"));
    }
}
