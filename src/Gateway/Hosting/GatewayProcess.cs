using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Hosting;

/// <summary>What <c>policygate serve</c> runs from its configuration to its exit code.</summary>
internal static class GatewayProcess
{
    /// <returns>0 when it was stopped or its robot has gone; 1 when a wire could not be opened or a policy not
    /// loaded.</returns>
    public static async Task<int> RunAsync(GatewayConfig config, ILoggerFactory loggers, CancellationToken stop)
    {
        ILogger logger = loggers.CreateLogger("PolicyGate");
        await using GatewayHost host = GatewayHost.Start(config, loggers, TimeProvider.System);
        if (await host.Ready is not null)
        {
            // Robots that wait are told the same before the sockets close.
            if (!stop.IsCancellationRequested)
                Log.NotServing(logger);
            return stop.IsCancellationRequested ? 0 : 1;
        }
        foreach (OpenArmWireConfig wire in config.OpenArm)
            Log.Serving(logger, wire.Listen is null ? "connected to" : "listening on", wire.SocketPath,
                wire.Policy.Name, wire.Policy.Folder, wire.Policy.Backend);
        var stopped = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = stop.Register(stopped.SetResult);
        if (await Task.WhenAny(host.Ended, stopped.Task) == stopped.Task)
            Log.Stopping(logger);
        else
            Log.RobotGone(logger);
        return 0;
    }
}
