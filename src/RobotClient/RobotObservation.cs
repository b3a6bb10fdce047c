namespace PolicyGate.RobotClient;

/// <summary>What a robot sees at one moment. The same few objects are filled again and again.</summary>
public sealed class RobotObservation
{
    private readonly double[] _joints;
    private readonly byte[][] _pictures;

    /// <param name="features">Of the robot that fills it.</param>
    public RobotObservation(RobotFeatures features)
    {
        Features = features;
        _joints = new double[features.Joints.Count];
        _pictures = [.. features.Cameras.Select(camera => new byte[camera.Bytes])];
    }

    public RobotFeatures Features { get; }

    /// <summary>Positions in the robot's units, in the order of <see cref="RobotFeatures.Joints"/>.</summary>
    public Span<double> Joints => _joints;

    /// <summary>
    /// The robot's task begins anew with this one: what was planned before it is not executed any more. The first
    /// observation of a run need not say so.
    /// </summary>
    public bool Reset { get; set; }

    /// <summary>There is nothing left to do: the run ends, and this observation is not sent.</summary>
    public bool Over { get; set; }

    /// <summary>RGB, height × width × 3, row by row.</summary>
    /// <param name="camera">Counts <see cref="RobotFeatures.Cameras"/>.</param>
    public Span<byte> Picture(int camera) => _pictures[camera];

    internal double[] JointArray => _joints;

    internal ReadOnlyMemory<byte> PictureMemory(int camera) => _pictures[camera];
}
