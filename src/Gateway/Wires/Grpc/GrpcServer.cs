using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Services;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>gRPC over cleartext HTTP/2, on Kestrel: docs/decisions/0011-grpc-on-kestrel.md.</summary>
/// <remarks>Nothing of Kestrel is loaded before the first one starts.</remarks>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;
    private readonly IReadOnlyList<ListenOptions> _listening;
    private readonly LimitsOptions _limits;
    private readonly TimeProvider _time;

    private GrpcServer(
        KestrelServer kestrel, IReadOnlyList<ListenOptions> listening, LimitsOptions limits, TimeProvider time) =>
        (_kestrel, _listening, _limits, _time) = (kestrel, listening, limits, time);

    /// <summary>Where it listens: the ports that were given, or those chosen for 0.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _listening.Select(listening => listening.IPEndPoint!)];

    /// <summary>Binds; calls come as soon as this completes.</summary>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public static async Task<GrpcServer> StartAsync(
        IReadOnlyList<IPEndPoint> endPoints, IGrpcService service, LimitsOptions limits, ILoggerFactory loggers,
        TimeProvider? time = null, HandedSockets? handed = null)
    {
        time ??= TimeProvider.System;
        var budget = new GrpcLogBudget(limits.RobotLogLines, time);
        ILogger logger = loggers.CreateLogger("PolicyGate.Grpc");
        var door = new GrpcDoor(service, limits, time, logger, budget);
        var options = new KestrelServerOptions { AddServerHeader = false };
        KestrelLimits.Apply(limits, options.Limits);
        List<ListenOptions> listening = [];
        foreach (IPEndPoint endPoint in endPoints)
        {
            options.Listen(endPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(door.Admit);
                listening.Add(listen);
            });
        }
        var bounded = new BoundedLoggers(loggers, budget);
        var transport = new GrpcTransport(handed ?? HandedSockets.None);
        var kestrel = new KestrelServer(Options.Create(options), transport, bounded);
        try
        {
            var application = new GrpcApplication(service, limits, time, logger, budget);
            await kestrel.StartAsync(application, CancellationToken.None);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            kestrel.Dispose();
            throw new IOException($"cannot listen on {string.Join(", ", endPoints)}: {fault.Message}", fault);
        }
        return new GrpcServer(kestrel, listening, limits, time);
    }

    /// <summary>Stops accepting, lets calls under way end for as long as Limits:DrainTime, closes.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(_limits.DrainTime, _time);
        await _kestrel.StopAsync(patience.Token);
        _kestrel.Dispose();
    }
}
