using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Hosting;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The real host, in this process, with the built plugins, on a socket in a private folder.</summary>
internal sealed class ServedGateway : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly GatewayHost _host;
    private readonly ILoggerFactory _loggers;

    private ServedGateway(GatewayHost host, ILoggerFactory loggers, string folder, LogLines log) =>
        (_host, _loggers, Folder, Log) = (host, loggers, folder, log);

    /// <summary>A folder of the test's own under /dev/shm, which the gateway reads observations from.</summary>
    public string Folder { get; }

    public string SocketPath => Path.Combine(Folder, "policy.socket");

    public LogLines Log { get; }

    public GatewayHost Host => _host;

    /// <summary>Starts it and waits until it is warm.</summary>
    public static async Task<ServedGateway> Start(
        string policyFolder, string backend = "Onnx", Dictionary<string, string?>? settings = null,
        TimeProvider? time = null, HostStart? start = null)
    {
        ServedGateway gateway = StartCold(policyFolder, backend, settings, time, start);
        GatewayError? error = await gateway._host.Ready.WaitAsync(Patience);
        error.ShouldBeNull();
        return gateway;
    }

    /// <summary>Starts it and does not wait.</summary>
    public static ServedGateway StartCold(
        string policyFolder, string backend = "Onnx", Dictionary<string, string?>? settings = null,
        TimeProvider? time = null, HostStart? start = null)
    {
        string folder = Directory.CreateTempSubdirectory("policygate-test-").FullName;
        GatewayConfig config = TestConfig.Create(
            policyFolder, backend, Path.Combine(folder, "policy.socket"), settings);
        var log = new LogLines();
        ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        GatewayHost host = GatewayHost.Start(config, loggers, time ?? TimeProvider.System, start);
        return new ServedGateway(host, loggers, folder, log);
    }

    public RobotSocket Connect() => new(SocketPath);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().AsTask().WaitAsync(Patience);
        _loggers.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
