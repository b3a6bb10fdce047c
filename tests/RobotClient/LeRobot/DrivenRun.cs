using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot;

/// <summary>A robot's run on a thread of its own, while the test looks on.</summary>
internal sealed class DrivenRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly LeRobotClient _client;
    private readonly Task<LeRobotClientReport> _run;

    public DrivenRun(
        IRobot robot, string address, Func<LeRobotClientOptions, LeRobotClientOptions>? change = null,
        ILeRobotRecorder? recorder = null, Action<LeRobotNotice>? hear = null)
    {
        var options = new LeRobotClientOptions
        {
            ServerAddress = address,
            PolicyType = "act",
            PretrainedNameOrPath = "reach",
            ActionsPerChunk = 10,
            Fps = 50,
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            // A slow machine is no fault of the server's.
            MaximumAnswerAge = Patience,
            ServerTimeout = Patience,
        };
        _client = new LeRobotClient(robot, change?.Invoke(options) ?? options, hear ?? Heard.Hear, recorder);
        _run = Task.Factory.StartNew(
            () => _client.Run(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Also of a run that failed.</summary>
    public LeRobotClientReport? Report => _client.Report;

    public HeardNotices Heard { get; } = new();

    /// <summary>Waits until something holds; fails at once where the run has ended.</summary>
    public void Until(Func<bool> condition) => Eventually.Holds(
        () => _run.IsFaulted ? throw _run.Exception.InnerException! : condition(), () => Heard.ToString());

    /// <summary>Tells it to stop, and waits for its report.</summary>
    public async Task<LeRobotClientReport> Stop()
    {
        await _stop.CancelAsync();
        return await End();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public Task<LeRobotClientReport> End() => _run.WaitAsync(Patience);

    public void Dispose()
    {
        _stop.Cancel();
        ((IAsyncResult)_run).AsyncWaitHandle.WaitOne(Patience).ShouldBeTrue("the run does not end");
        _stop.Dispose();
    }
}
