using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Bench;

/// <summary>Many robots against one gateway in a process of its own.</summary>
internal static class LoadRun
{
    /// <returns>The robots' figures, the gateway's cores and its memory in megabytes at the end.</returns>
    /// <exception cref="IOException">The gateway did not start.</exception>
    public static (DriveReport Report, double GatewayCores, double GatewayMegabytes) Measure(
        string? executable, string policyFolder, string backend, DriveOptions options,
        IReadOnlyList<DriveFrame> frames, TimeProvider time, CancellationToken stop)
    {
        using var gateway = new GatewayProcess(
            executable, policyFolder, backend, cores: null, "--set", $"Limits:Connections={options.Robots + 1}");
        // Warm: the figures are those of a gateway that has come up.
        using (gateway.Connect(time))
        {
            var first = options with { SocketPath = gateway.SocketPath, Robots = 1, Count = 1, Duration = null };
            new DriveRun(first, frames, oneArm: false, time).Run(stop);
        }
        TimeSpan before = gateway.ProcessorTime;
        var run = new DriveRun(options with { SocketPath = gateway.SocketPath }, frames, oneArm: false, time);
        DriveReport report = run.Run(stop);
        double cores = (gateway.ProcessorTime - before).TotalSeconds / report.Seconds;
        return (report, cores, gateway.ResidentMegabytes);
    }
}
