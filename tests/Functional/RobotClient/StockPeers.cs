using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// LeRobot's own server, and the program that checks runs by LeRobot's own code; both load PyTorch, which takes
/// seconds, and serve all tests.
/// </summary>
public sealed class StockPeers : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Less than the stock server's 2 s: so long the next robot waits for it.
    private static readonly string[] ObservationTimeout = ["--obs-queue-timeout", "0.25"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");
    private StockLeRobotServer? _server;
    private PythonProcess? _check;
    private int _logBefore;
    private int _logOfOthers;

    private string Log => Path.Combine(_folder.FullName, "said.jsonl");

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>The server; what it said to others before does not count.</summary>
    internal async Task<StockLeRobotServer> Server()
    {
        _server ??= await StockLeRobotServer.StartFaulty(Log, FreePort.Take(), ObservationTimeout);
        // It waits for an observation also for a robot that is gone, and would take that of the next.
        Eventually.Holds(IsIdle, () => "the server still answers a robot that is gone");
        _logBefore = File.ReadAllLines(Log).Length;
        return _server;
    }

    /// <summary>It is killed; another comes up where it was.</summary>
    internal async Task<StockLeRobotServer> Restart(Action meanwhile)
    {
        int port = int.Parse(_server!.Address.Split(':')[1]);
        await _server.DisposeAsync();
        _server = null;
        meanwhile();
        _logOfOthers = File.ReadAllLines(Log).Length;
        return _server = await StockLeRobotServer.StartFaulty(Log, port, ObservationTimeout);
    }

    /// <summary>Ends a run and has it checked.</summary>
    internal Task<(LeRobotClientReport Report, CheckedRun Run)> Check(
        DrivenRobot driven, string aggregate = "weighted_average") =>
        Check(driven, Log, ["--skip", $"{_logBefore}", "--aggregate", aggregate]);

    /// <summary>Ends a run with another server and has it checked.</summary>
    /// <param name="driven">The robot.</param>
    /// <param name="log">What that server heard and said.</param>
    /// <param name="options">Of <c>tests/peers/lerobot/check_run.py</c>.</param>
    internal async Task<(LeRobotClientReport Report, CheckedRun Run)> Check(
        DrivenRobot driven, string log, IReadOnlyList<string> options)
    {
        LeRobotClientReport report = await driven.Stop();
        string record = Path.Combine(_folder.FullName, "record.jsonl");
        driven.Record.Write(record, report);
        _check ??= PythonProcess.StartListening("lerobot", "tests/peers/lerobot/check_run.py", "--listen");
        await _check.Tell(string.Join(' ', ["--log", log, "--record", record, .. options]));
        return (report, CheckedRun.Read(await _check.Says("checked", Patience)));
    }

    private bool IsIdle()
    {
        string[] lines = File.ReadAllLines(Log)[_logOfOthers..];
        return Count("asked") == Count("answer") + Count("status");

        int Count(string name) =>
            lines.Count(line => line.StartsWith($$"""{"event": "{{name}}",""", StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_check is not null)
            await _check.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
