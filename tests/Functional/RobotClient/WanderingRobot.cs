using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// A robot whose joints are elsewhere at each observation, its pictures others: nothing that is mixed up stays
/// unseen, and the stock server, which passes over observations like the last, passes over none.
/// </summary>
internal sealed class WanderingRobot(RunRecord record, RobotFeatures features) : IRobot
{
    private const double Reach = 90;

    private readonly Random _random = new(20260101);
    private int _inside;
    private int _commanded;

    public WanderingRobot(RunRecord record) : this(record, Arm)
    {
    }

    public static RobotFeatures Arm { get; } = new()
    {
        Joints = [.. Enumerable.Range(0, 16).Select(i => $"joint_{i}.pos")],
        Cameras = [new RobotCamera("front", 48, 64), new RobotCamera("wrist", 36, 48)],
    };

    public RobotFeatures Features => features;

    /// <summary>Commands so far.</summary>
    public int Commanded => Volatile.Read(ref _commanded);

    public bool IsConnected { get; private set; }

    public void Connect(CancellationToken cancel) => IsConnected = true;

    public void Observe(RobotObservation observation)
    {
        Enter();
        foreach (ref double joint in observation.Joints)
            joint = Reach * ((2 * _random.NextDouble()) - 1);
        for (int i = 0; i < features.Cameras.Count; i++)
            _random.NextBytes(observation.Picture(i));
        record.Observed(observation);
        Leave();
    }

    public void Act(ReadOnlySpan<float> action)
    {
        Enter();
        record.Commanded(action);
        Interlocked.Increment(ref _commanded);
        Leave();
    }

    public void Disconnect() => IsConnected = false;

    // It says nothing of observing while it acts: one call at a time.
    private void Enter() => Interlocked.Exchange(ref _inside, 1).ShouldBe(0, "two calls at a time");

    private void Leave() => Volatile.Write(ref _inside, 0);
}
