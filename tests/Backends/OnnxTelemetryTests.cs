using System.Diagnostics;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends;

/// <summary>The engine's reports to its maker, which begin when it is loaded, unless they are off by then.</summary>
public sealed class OnnxTelemetryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_engine_keeps_no_name_of_the_machine_to_report_with()
    {
        using ScratchFolder home = new("policygate-test-");
        var start = new ProcessStartInfo(GatewayProcess.Executable, ["plugins"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["HOME"] = home.Path;
        start.Environment["XDG_CACHE_HOME"] = home.Path;
        start.Environment.Remove("ORT_DISABLE_TELEMETRY");
        using Process gateway = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Limit);
        string told = await gateway.StandardOutput.ReadToEndAsync(patience.Token);
        await gateway.WaitForExitAsync(patience.Token);

        told.ShouldContain("CPUExecutionProvider");
        // Its own would be Microsoft/DeveloperTools/.onnxruntime/deviceid.
        Directory.EnumerateFileSystemEntries(home.Path).Select(Path.GetFileName).ShouldBe(["policygate"]);
    }
}
