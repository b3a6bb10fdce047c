using PolicyGate.RobotClient;

namespace PolicyGate.Samples;

/// <summary>Two servos that turn a camera; here they are numbers. Your driver goes where the comments are.</summary>
internal sealed class MyRobot : IRobot
{
    private readonly float[] _degrees = [0, 0];

    public RobotFeatures Features { get; } = new()
    {
        Joints = ["pan.pos", "tilt.pos"],
        Cameras = [new RobotCamera("eye", Height: 48, Width: 64)],
    };

    // Open the port, start the camera's thread. What cannot be mended here: throw new RobotException("which, and why").
    public void Connect(CancellationToken cancel) => Array.Clear(_degrees);

    // Read the servos and the camera's newest picture: RGB, row by row.
    public void Observe(RobotObservation observation)
    {
        ReadPosition(observation.Joints);
        observation.Picture(0).Fill((byte)(128 + _degrees[0]));
    }

    // Write the servos. Values are in the order of Joints, finite, and within the limits that were asked for.
    public void Act(ReadOnlySpan<float> action) => action.CopyTo(_degrees);

    // Only if it is quick. With it, a command can be limited to near where the robot is.
    public bool ReadPosition(Span<double> joints)
    {
        (joints[0], joints[1]) = (_degrees[0], _degrees[1]);
        return true;
    }

    // Close the port. Called in any case, after a failure too.
    public void Disconnect()
    {
    }
}
