using System.Collections.Concurrent;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>Our client with a robot, on a thread of its own.</summary>
internal sealed class DrivenRobot : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<LeRobotNotice> _notices = new();
    private readonly Task<LeRobotClientReport> _run;

    public DrivenRobot(LeRobotClientOptions options, RobotFeatures? features = null)
    {
        Robot = new WanderingRobot(Record, features ?? WanderingRobot.Arm);
        var client = new LeRobotClient(Robot, options, _notices.Enqueue, Record);
        _run = Task.Factory.StartNew(
            () => client.Run(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    public RunRecord Record { get; } = new();

    public WanderingRobot Robot { get; }

    /// <summary>For the message of a failed test.</summary>
    public string Said =>
        string.Join('\n', _notices.Select(notice => $"{(notice.IsTrouble ? "! " : "  ")}{notice.Message}"));

    /// <summary>How often this was told so far.</summary>
    public int Told(string part) =>
        _notices.Count(notice => notice.Message.Contains(part, StringComparison.Ordinal));

    /// <summary>As LeRobot's client would be started.</summary>
    public static LeRobotClientOptions Options(string address) => new()
    {
        ServerAddress = address,
        PolicyType = "act",
        PretrainedNameOrPath = "made-up",
        ActionsPerChunk = 20,
        Task = "reach the cube",
    };

    /// <summary>Waits until the robot has executed so many actions more.</summary>
    public void Executes(int actions)
    {
        int until = Robot.Commanded + actions;
        Holds(() => Robot.Commanded >= until, $"{actions} more actions");
    }

    /// <summary>Waits, while the run goes on.</summary>
    public void Holds(Func<bool> condition, string what) => Eventually.Holds(
        () => _run.IsCompleted ? throw new InvalidOperationException($"the run ended\n{Said}", _run.Exception)
            : condition(),
        () => $"not within a minute: {what}; {Robot.Commanded} actions\n{Said}");

    /// <summary>Ends the run.</summary>
    public async Task<LeRobotClientReport> Stop()
    {
        await _stop.CancelAsync();
        LeRobotClientReport report = await _run.WaitAsync(Patience);
        Robot.IsConnected.ShouldBeFalse();
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_run).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
