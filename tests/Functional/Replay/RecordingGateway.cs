using System.Text.Json;
using System.Text.Json.Nodes;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Functional.Replay;

/// <summary>The real host with its recorder on, and what its robots show: the recorded episodes of the sample policy.
/// </summary>
internal sealed class RecordingGateway : IAsyncDisposable
{
    private static readonly string Episodes = Repository.At("tests/data/reach-episodes");
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Episodes, "ticks.jsonl"));

    private readonly ServedGateway _gateway;
    private int _requests;

    private RecordingGateway(ServedGateway gateway, ScratchFolder folder) => (_gateway, Folder) = (gateway, folder);

    /// <summary>Of the recording; the caller's.</summary>
    public ScratchFolder Folder { get; }

    public ServedGateway Gateway => _gateway;

    public static async Task<RecordingGateway> Start(
        ScratchFolder folder, string backend = "Onnx", Dictionary<string, string?>? settings = null,
        string policy = "samples/policies/reach")
    {
        var all = new Dictionary<string, string?>(settings ?? [])
        {
            ["Recording:Folder"] = folder.Path,
            ["Recording:AllRoutes"] = "true",
        };
        return new RecordingGateway(await ServedGateway.Start(Repository.At(policy), backend, all), folder);
    }

    /// <summary>A request of the episodes, as young as a robot's own.</summary>
    public string Request(int tick, bool reset = false)
    {
        JsonElement recorded = JsonDocument.Parse(Lines[tick]).RootElement.GetProperty("request");
        JsonNode request = JsonNode.Parse(GoldenRequest.At(recorded, Episodes, _gateway.Folder))!;
        // A robot writes each to a file of its own; one that is overwritten is not recorded.
        string path = Path.Combine(_gateway.Folder, $"{_requests++}.arrow");
        File.Move(request["data_path"]!.GetValue<string>(), path);
        request["data_path"] = path;
        request["metadata"]!["timestamp"] = Now - 40_000_000;
        if (reset)
            request["reset"] = true;
        return request.ToJsonString();
    }

    /// <summary>A robot that shows episodes, and meanwhile what cannot be answered.</summary>
    public void Drive(int ticks)
    {
        using RobotSocket robot = _gateway.Connect();
        for (int i = 0; i < ticks; i++)
            robot.Ask(Request(i % Lines.Length, reset: i % 8 == 0));
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    private static long Now =>
        (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>What <c>replay --json</c> says of a recording.</summary>
    public static JsonElement Replay(string folder, int exitCode, params string[] arguments)
    {
        CommandLineRun run = Run(folder, ["--json", .. arguments]);
        run.ExitCode.ShouldBe(exitCode, $"{run.Error}\n{run.Output}");
        return JsonDocument.Parse(run.Output).RootElement.Clone();
    }

    public static CommandLineRun Run(string folder, params string[] arguments) => CommandLineRun.Of(
        ["replay", folder, "--config", Repository.At("appsettings.json"), .. arguments]);
}
