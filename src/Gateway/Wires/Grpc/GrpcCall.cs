using PolicyGate.Formats.Grpc;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>One call under way: its messages in, its one message out.</summary>
internal abstract class GrpcCall
{
    /// <summary>As <c>/transport.AsyncInference/Ready</c>.</summary>
    public abstract string Path { get; }

    /// <summary>From <see cref="IGrpcService.Connected"/>.</summary>
    public abstract object Peer { get; }

    /// <summary>Set when nobody waits for the answer any more: reset, connection lost, deadline passed.</summary>
    public abstract CancellationToken Cancelled { get; }

    /// <summary>A request header; null where it was not sent.</summary>
    public abstract string? Header(string name);

    /// <summary>Waits for the next message's prefix; what was not read of the one before is passed over.</summary>
    /// <param name="limit">Bytes of a message; longer ones end the call with RESOURCE_EXHAUSTED.</param>
    /// <returns>Its length, -1 where the client has sent all, or why the call must end.</returns>
    public abstract ValueTask<(int Length, GrpcStatus? Failure)> NextAsync(long limit);

    /// <summary>Fills all of it with the message's next bytes, which must be there by its length.</summary>
    /// <returns>Why the call must end; null where it is filled.</returns>
    public abstract ValueTask<GrpcStatus?> ReadAsync(Memory<byte> into);

    /// <summary>Sends the one message of the answer.</summary>
    /// <param name="message">Without gRPC's prefix; free again when this completes.</param>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> message);
}
