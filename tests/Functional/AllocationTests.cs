using System.Net.Sockets;
using System.Text;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Telemetry.Otlp;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>What a tick takes of the managed heap, over a real socket, on all threads of the gateway.</summary>
/// <remarks>Alone in its process meanwhile: what other tests allocate would count.</remarks>
[Collection(RealTimeRobots.Name)]
public sealed class AllocationTests
{
    private const int TicksOfRound = 10;
    private const int Rounds = 50;

    [Theory]
    [InlineData("Onnx", "half")]
    [InlineData("Onnx", "mixed")]
    [InlineData("Scripted", "half")]
    [InlineData("Scripted", "half", true)]
    [InlineData("Onnx", "half", false, true)]
    [InlineData("Scripted", "half", true, true)]
    [InlineData("Onnx", "half", false, false, true)]
    [InlineData("Scripted", "half", true, false, true)]
    [InlineData("Onnx", "half", false, false, false, true)]
    [InlineData("Scripted", "half", true, true, false, true)]
    public async Task A_tick_takes_nothing_of_the_managed_heap_once_warm(
        string backend, string golden, bool recorded = false, bool watched = false, bool shadowed = false,
        bool exported = false)
    {
        using var folder = new ScratchFolder("policygate-test-");
        var settings = new Dictionary<string, string?> { ["Chunks:DropLateRows"] = "false" };
        if (recorded)
            (settings["Recording:Folder"], settings["Recording:AllRoutes"]) = (folder.Path, "true");
        if (watched)
            settings["Http:Endpoint"] = "127.0.0.1:0";
        if (shadowed)
        {
            settings["Policies:beside:Folder"] = Path.Combine(GoldenData.Root, "act-tiny");
            settings["Policies:beside:Backend"] = "Scripted";
            settings["Policies:beside:Deadline"] = "00:00:10";
            settings["Routes:act-tiny:Policy"] = "act-tiny";
            settings["Routes:act-tiny:Shadows:0"] = "beside";
            settings["Limits:ShadowSparePercent"] = "0";
        }
        await using ServedGateway gateway = await ServedGateway.Start(
            Path.Combine(GoldenData.Root, "act-tiny"), backend, settings, start: exported ? Exporting() : null);
        string request = GoldenRequest.For(GoldenData.OpenArm(golden), gateway.Folder)
            .Replace("\"reset\":true", "\"reset\":false", StringComparison.Ordinal);
        byte[] line = Encoding.UTF8.GetBytes(request + "\n");
        byte[] answer = new byte[64 << 10];
        using var robot = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        robot.ReceiveTimeout = 30_000;
        robot.Connect(new UnixDomainSocketEndPoint(gateway.SocketPath));

        bool Compared() => gateway.Host.ShadowReports.Any(report => report.Compared > 0);
        if (shadowed)
        {
            Eventually.Holds(
                () =>
                {
                    AllocatedBy(robot, line, answer);
                    return Compared();
                },
                () => gateway.Log.Text);
        }

        // The least of several rounds: the runtime itself allocates now and then, a tick that does, does so each time.
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
            least = Math.Min(least, AllocatedBy(robot, line, answer));

        least.ShouldBe(0);
        Compared().ShouldBe(shadowed);
        Encoding.UTF8.GetString(answer).ShouldStartWith("{\"interval\":33333333");
    }

    /// <summary>Nothing goes out within the test, and as good as no tick is sampled.</summary>
    private static HostStart Exporting() => HostStart.Plain with
    {
        Otlp = OtlpSettings.Read(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{FreePort.Take()}",
            ["OTEL_TRACES_SAMPLER"] = "traceidratio",
            ["OTEL_TRACES_SAMPLER_ARG"] = "1e-12",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "3600000",
        }),
    };

    private static long AllocatedBy(Socket robot, byte[] line, byte[] answer)
    {
        long process = GC.GetTotalAllocatedBytes(precise: true);
        long own = GC.GetAllocatedBytesForCurrentThread();
        for (int tick = 0; tick < TicksOfRound; tick++)
        {
            robot.Send(line);
            int received = 0;
            while (received == 0 || answer[received - 1] != '\n')
                received += robot.Receive(answer, received, answer.Length - received, SocketFlags.None);
        }
        own = GC.GetAllocatedBytesForCurrentThread() - own;
        return GC.GetTotalAllocatedBytes(precise: true) - process - own;
    }
}
