namespace PolicyGate.RobotClient.Robots;

/// <summary>An arm that is not there: its joints follow their commands, its cameras show where they are.</summary>
public sealed class SimulatedRobot : IRobot
{
    private readonly SimulatedRobotOptions _options;
    private readonly SimulatedJoints _joints;
    private readonly SimulatedPicture[] _pictures;
    private long _shown;

    /// <param name="options">What it is like.</param>
    /// <param name="time">The clock that it moves by.</param>
    /// <exception cref="RobotException">A joint or a camera cannot be used.</exception>
    public SimulatedRobot(SimulatedRobotOptions options, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.TimeConstant, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Observations ?? 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ObservationsPerEpisode ?? 1, 1);
        _options = options;
        Features = new RobotFeatures { Joints = options.Joints, Cameras = options.Cameras };
        if (FeatureRules.Check(Features) is { } unfit)
            throw new RobotException($"the simulated robot: {unfit}");
        _joints = new SimulatedJoints(options.Joints.Count, options.TimeConstant, time ?? TimeProvider.System);
        _pictures = [.. options.Cameras.Select((camera, index) => new SimulatedPicture(camera, index))];
    }

    public RobotFeatures Features { get; }

    public bool ObservesWhileActing => true;

    public void Connect(CancellationToken cancel)
    {
        _shown = 0;
        Place(episode: 0);
    }

    public void Observe(RobotObservation observation)
    {
        long perEpisode = _options.ObservationsPerEpisode ?? long.MaxValue;
        observation.Over = _shown >= _options.Observations;
        observation.Reset = _shown % perEpisode == 0;
        if (observation.Reset && _shown > 0)
            Place(_shown / perEpisode);
        _shown++;
        _joints.Read(observation.Joints);
        for (int i = 0; i < _pictures.Length; i++)
            _pictures[i].Draw(observation.Joints, observation.Picture(i));
    }

    public void Act(ReadOnlySpan<float> action) => _joints.Command(action);

    public bool ReadPosition(Span<double> joints)
    {
        _joints.Read(joints);
        return true;
    }

    public void Disconnect()
    {
    }

    private void Place(long episode) => _joints.Place(new Random(unchecked(_options.Seed + (int)episode)));
}
