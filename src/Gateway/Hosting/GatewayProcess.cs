using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Admin;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Services;
using PolicyGate.Gateway.Telemetry.Otlp;

namespace PolicyGate.Gateway.Hosting;

/// <summary>What <c>policygate serve</c> runs from its configuration to its exit code.</summary>
internal static class GatewayProcess
{
    // A robot sends its first request within some ticks; one that sends none is not waited for longer.
    private static readonly TimeSpan TellingTime = TimeSpan.FromSeconds(1);

    /// <returns>0 when it was stopped or its robot has gone; 1 when a wire could not be opened or a policy not
    /// loaded.</returns>
    public static async Task<int> RunAsync(
        GatewayConfig config, HostStart start, ILoggerFactory loggers, CancellationToken stop)
    {
        ILogger logger = loggers.CreateLogger("PolicyGate");
        ServiceVariables service = ServiceVariables.Take();
        GatewayError? unfit = HandedSockets.Take(service, out HandedSockets handed);
        using HandedSockets _ = handed;
        if (unfit is not null)
        {
            Log.Failed(logger, unfit.Code, unfit.Message);
            Log.NotServing(logger);
            return 1;
        }
        // After the host in the order of disposal: what of it hangs is left to the kernel.
        using var end = new LastResort(loggers);
        start = start with { Listeners = handed, Otlp = OtlpSettings.FromEnvironment() };
        GatewayHost host = GatewayHost.Start(config, loggers, TimeProvider.System, start);
        // To the very end: the drain, too, is a time in which the gateway may hang.
        using ServiceReports? reports = ServiceReports.Start(service, host, logger);
        AdminSocket? admin = AdminSocket.Open(
            config.Admin, host.Policies, config.Limits, TimeProvider.System, loggers.CreateLogger("PolicyGate.Admin"));
        using var health = HealthSocket.Open(() => host.Health with { Admin = admin?.Path }, logger);
        await using (host)
        await using (admin)
            return await ServeAsync(host, config, reports, end, logger, stop);
    }

    private static async Task<int> ServeAsync(
        GatewayHost host, GatewayConfig config, ServiceReports? reports, LastResort end, ILogger logger,
        CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = stop.Register(() => stopped.TrySetResult());
        Task ended = host.Ended;
        // A policy may take minutes to load; neither the operator nor a robot that has gone waits for that.
        await Task.WhenAny(host.Ready, ended, stopped.Task);
        if (!stop.IsCancellationRequested && host is { Failure: null, Ready.IsCompleted: true })
        {
            LogServing(logger, config, host);
            await Task.WhenAny(ended, stopped.Task);
        }
        if (stop.IsCancellationRequested)
        {
            Log.Stopping(logger);
            reports?.Stopping("stopping: ticks under way are answered first");
            return 0;
        }
        bool connects = config is { LeRobot: null } && config.OpenArm.All(wire => wire.Connect is not null);
        if (host.Failure is not null)
        {
            // Robots that wait are told the same before the sockets close.
            Log.NotServing(logger);
            reports?.Stopping($"not serving: {host.Failure.Message}");
            if (connects)
                await Task.WhenAny(ended, stopped.Task, Task.Delay(TellingTime, CancellationToken.None));
            end.Begin(1);
            return 1;
        }
        Log.RobotGone(logger);
        reports?.Stopping("the robot's node has gone");
        end.Begin(0);
        return 0;
    }

    private static void LogServing(ILogger logger, GatewayConfig config, GatewayHost host)
    {
        foreach (OpenArmWireConfig wire in config.OpenArm)
        {
            string policies = string.Join(", ", wire.Route.Arms.Select(
                policy => $"policy '{policy.Name}' ({policy.Folder}) on {policy.Backend}"));
            Log.Serving(logger, wire.Listen is null ? "connected to" : "listening on", wire.SocketPath, policies);
        }
        if (config.LeRobot is { } leRobot)
        {
            Log.ServingLeRobot(
                logger, string.Join(", ", host.LeRobotEndPoints), string.Join(", ", leRobot.Policies.Keys));
        }
    }
}
