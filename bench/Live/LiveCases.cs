using System.Text.Json;

namespace PolicyGate.Bench.Live;

/// <summary>What is switched on and off beside a robot.</summary>
internal static class LiveCases
{
    // As often as the page asks for robots; the others it asks for less often.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(0.333);
    private static readonly string[] PageParts =
        ["/api/robots", "/api/gateway", "/api/routes", "/api/policies", "/api/shadows"];

    private static readonly TimeSpan Scrape = TimeSpan.FromSeconds(0.1);

    public static IReadOnlyDictionary<string, Func<LiveOptions, CancellationToken, Turns>> All { get; } =
        new Dictionary<string, Func<LiveOptions, CancellationToken, Turns>>(StringComparer.Ordinal)
        {
            ["nothing"] = Nothing,
            ["shadow"] = Shadow,
            ["metrics"] = (options, stop) => Read(options, Scrape, ["/metrics"], stop),
            ["dashboard"] = (options, stop) => Read(options, Glance, PageParts, stop),
            ["otlp"] = Exported,
        };

    /// <summary>Two connections alike: what the method itself finds between them.</summary>
    private static Turns Nothing(LiveOptions options, CancellationToken stop)
    {
        using var gateway = new LiveGateway(options, TimeProvider.System);
        using PacedRobot off = gateway.ConnectPlain();
        using PacedRobot on = gateway.ConnectBeside();
        return Run(options, new TurnArm(off), new TurnArm(on), stop);
    }

    private static Turns Shadow(LiveOptions options, CancellationToken stop)
    {
        using var gateway = new LiveGateway(options, TimeProvider.System, shadow: options.Backend);
        using PacedRobot off = gateway.ConnectPlain();
        using PacedRobot on = gateway.ConnectBeside();
        Turns turns = Run(options, new TurnArm(off), new TurnArm(on), stop);
        using var reader = new PageReader([gateway.Page("/metrics")]);
        reader.Read();
        IEnumerable<string> counts = reader.Text.Split('\n').Where(line =>
            line.StartsWith("policygate_shadows_runs", StringComparison.Ordinal)
            || line.StartsWith("policygate_shadows_shed", StringComparison.Ordinal));
        Console.WriteLine($"  {string.Join("\n  ", counts)}");
        return turns;
    }

    private static Turns Read(LiveOptions options, TimeSpan period, string[] paths, CancellationToken stop)
    {
        using var gateway = new LiveGateway(options, TimeProvider.System);
        using PacedRobot off = gateway.ConnectPlain();
        using PacedRobot on = gateway.ConnectBeside();
        Uri? robot = paths.Length > 1 ? gateway.Page(PageOfRobot(gateway)) : null;
        using var reader = new PageReader([.. paths.Select(gateway.Page)], robot);
        reader.Read();
        Turns turns = Run(
            options, new TurnArm(off), new TurnArm(on, () => new Repeating(reader.Read, period)), stop);
        Console.WriteLine($"  {reader.Count} pages of {reader.Text.Length / 1e3:0.0} KB");
        return turns;
    }

    private static string PageOfRobot(LiveGateway gateway)
    {
        using var http = new HttpClient();
        using JsonDocument robots = JsonDocument.Parse(
            http.GetStringAsync(gateway.Page("/api/robots")).GetAwaiter().GetResult());
        string name = robots.RootElement.GetProperty("robots")[1].GetProperty("name").GetString()!;
        return "/api/robots/" + Uri.EscapeDataString(name);
    }

    private static Turns Exported(LiveOptions options, CancellationToken stop)
    {
        using var receiver = new TelemetryReceiver(LiveGateway.FreePort());
        using var plain = new LiveGateway(options, TimeProvider.System);
        using var exporting = new LiveGateway(options, TimeProvider.System, environment: receiver.Environment);
        using PacedRobot off = plain.ConnectPlain();
        using PacedRobot on = exporting.ConnectPlain();
        Turns turns = Run(options, new TurnArm(off), new TurnArm(on), stop);
        Console.WriteLine($"  {receiver.Requests} requests, {receiver.Bytes / 1e3:0.0} KB exported");
        return turns;
    }

    private static Turns Run(LiveOptions options, TurnArm off, TurnArm on, CancellationToken stop)
    {
        Turns turns = Turns.Run(off, on, options.Turns, options.Ticks, stop);
        foreach (PacedRobot robot in new[] { off.Robot, on.Robot })
        {
            if (robot.Refused + robot.Unlike > 0)
            {
                throw new InvalidDataException(
                    $"{robot.Refused} answers held nothing, {robot.Unlike} were unlike the first");
            }
        }
        return turns;
    }
}
