using PolicyGate.Formats.Grpc;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>What a gRPC server serves. Called from any thread; calls of one connection overlap.</summary>
internal interface IGrpcService
{
    /// <summary>A connection was accepted, nothing of it is read yet.</summary>
    /// <returns>What its calls are handed as <see cref="GrpcCall.Peer"/>; null closes it at once.</returns>
    object? Connected(GrpcConnection connection);

    /// <summary>A connection has ended, whoever ended it; after its last call. Not called for one refused.</summary>
    void Disconnected(object peer);

    /// <summary>One call, whatever its path.</summary>
    /// <returns>The status to end with; a throw is a bug and ends with INTERNAL.</returns>
    ValueTask<GrpcStatus> InvokeAsync(GrpcCall call);
}
