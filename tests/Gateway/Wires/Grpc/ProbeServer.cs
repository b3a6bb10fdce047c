using System.Net;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Wires.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>A <see cref="GrpcServer"/> on a port of its own, with the probe behind it.</summary>
internal sealed class ProbeServer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ILoggerFactory _loggers;
    private GrpcServer _server = null!;

    private ProbeServer(LimitsOptions limits)
    {
        Limits = limits;
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(Log));
    }

    public ProbeService Probe { get; } = new();

    public LimitsOptions Limits { get; }

    public LogLines Log { get; } = new();

    public IPEndPoint EndPoint => _server.EndPoints[0];

    public static async Task<ProbeServer> Start(LimitsOptions? limits = null)
    {
        var server = new ProbeServer(limits ?? new LimitsOptions());
        server._server = await GrpcServer.StartAsync(
            [new IPEndPoint(IPAddress.Loopback, 0)], server.Probe, server.Limits, server._loggers);
        return server;
    }

    public GrpcClient Connect() => new(EndPoint);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().AsTask().WaitAsync(Patience);
        _loggers.Dispose();
    }
}
