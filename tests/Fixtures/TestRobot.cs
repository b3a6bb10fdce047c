using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A robot that is where it was last told to be, and does what the test says besides.</summary>
internal sealed class TestRobot : IRobot, IEpisodicRobot
{
    private readonly double[] _joints;

    public TestRobot(int joints = 2, params RobotCamera[] cameras)
    {
        _joints = new double[joints];
        Features = new RobotFeatures
        {
            Joints = [.. Enumerable.Range(0, joints).Select(i => $"joint_{i}.pos")],
            Cameras = cameras,
        };
    }

    public RobotFeatures Features { get; init; }

    public bool ObservesWhileActing { get; init; }

    public bool TellsPosition { get; set; } = true;

    public Span<double> Joints => _joints;

    /// <summary>Called with each observation, its joints filled in.</summary>
    public Action<RobotObservation>? Observing { get; set; }

    /// <summary>Called before each command.</summary>
    public Action? Acting { get; set; }

    /// <summary>Called when it is asked where it is.</summary>
    public Action? Locating { get; set; }

    /// <summary>Called when an episode has begun.</summary>
    public Action? Beginning { get; set; }

    public int Episodes { get; private set; }

    public int Observations { get; private set; }

    public int Commands { get; private set; }

    public bool IsConnected { get; private set; }

    public bool WasDisconnected { get; private set; }

    public void Connect(CancellationToken cancel) => IsConnected = true;

    public void Observe(RobotObservation observation)
    {
        Observations++;
        _joints.CopyTo(observation.Joints);
        Observing?.Invoke(observation);
    }

    public void Act(ReadOnlySpan<float> action)
    {
        Acting?.Invoke();
        Commands++;
        for (int i = 0; i < action.Length; i++)
            _joints[i] = action[i];
    }

    public void EpisodeBegan()
    {
        Beginning?.Invoke();
        Episodes++;
    }

    public bool ReadPosition(Span<double> joints)
    {
        Locating?.Invoke();
        _joints.CopyTo(joints);
        return TellsPosition;
    }

    public void Disconnect() => WasDisconnected = true;
}
