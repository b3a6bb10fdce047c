using System.Net;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>
/// A robot that goes on beside all that a test does: each of its observations is answered, with the very state that it
/// showed.
/// </summary>
internal sealed class GoodLeRobotRobot : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A robot's own pace; back to back it would take a core from what is tested.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(30);

    private readonly LeRobotRobot _robot;
    private readonly SemaphoreSlim _stop = new(0);
    private readonly Task _driving;
    private TaskCompletionSource _tick = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GoodLeRobotRobot(LeRobotRobot robot)
    {
        _robot = robot;
        _driving = Task.Run(Drive);
    }

    public static async Task<GoodLeRobotRobot> Start(IPEndPoint server)
    {
        var robot = new LeRobotRobot(server);
        await robot.Begin(BesetLeRobot.Policy);
        return new GoodLeRobotRobot(robot);
    }

    /// <summary>All its answers were right so far, and so is one to an observation from now on.</summary>
    public async Task ShouldBeUndisturbed()
    {
        for (int i = 0; i < 2; i++)
        {
            await Task.WhenAny(Volatile.Read(ref _tick).Task, _driving).WaitAsync(Patience);
            if (_driving.IsCompleted)
                await _driving;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Release();
        await _driving.WaitAsync(Patience);
        _robot.Dispose();
        _stop.Dispose();
    }

    private async Task Drive()
    {
        long timestep = 0;
        do
        {
            await BesetLeRobot.ShouldAnswer(_robot, timestep);
            timestep++;
            Interlocked.Exchange(ref _tick, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
        while (!await _stop.WaitAsync(Pace));
    }
}
