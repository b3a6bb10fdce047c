using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>A robot that goes on ticking beside all that a test does, and holds each answer against the right
/// one.</summary>
internal sealed class GoodRobot : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A robot's own pace; back to back it would take a core from what is tested.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(30);

    private readonly RobotSocket _robot;
    private readonly string _request;
    private readonly Action<JsonElement> _shouldBeRight;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();
    private readonly AutoResetEvent _ticked = new(initialState: false);
    private volatile Exception? _disturbed;

    public GoodRobot(string socketPath, string request, Action<JsonElement> shouldBeRight)
    {
        (_robot, _request, _shouldBeRight) = (new RobotSocket(socketPath), request, shouldBeRight);
        _thread = new Thread(Tick) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>All its answers were right so far, and so is the next.</summary>
    public void ShouldBeUndisturbed()
    {
        _ticked.Reset();
        _ticked.WaitOne(Patience).ShouldBeTrue("the good robot's tick does not end");
        if (_disturbed is { } reason)
            throw new InvalidOperationException("the good robot was disturbed", reason);
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join(Patience).ShouldBeTrue();
        _robot.Dispose();
        _stop.Dispose();
        _ticked.Dispose();
    }

    private void Tick()
    {
        try
        {
            do
            {
                _shouldBeRight(_robot.Ask(_request));
                _ticked.Set();
            }
            while (!_stop.Wait(Pace));
        }
        catch (Exception reason)
        {
            _disturbed = reason;
            _ticked.Set();
        }
    }
}
