using System.Net;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>gRPC over cleartext HTTP/2, on Kestrel.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    /// <summary>Where it listens: the ports that were given, or those chosen for 0.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => throw new NotSupportedException();

    /// <summary>Binds; calls come as soon as this completes.</summary>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public static Task<GrpcServer> StartAsync(
        IReadOnlyList<IPEndPoint> endPoints, IGrpcService service, LimitsOptions limits, ILoggerFactory loggers) =>
        throw new NotSupportedException();

    /// <summary>Stops accepting, lets calls under way end for as long as Limits:DrainTime, closes.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
