using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>Joints that swing, each at its own speed, so that no two observations are alike.</summary>
internal sealed class SineMotion
{
    // Seven joints and a gripper.
    private const int JointsOfAnArm = 8;

    // Small enough to stay within the limits of every OpenArm joint.
    private const double AmplitudeRadians = 0.3;

    private readonly double[] _radiansPerSecond;
    private readonly double[] _phases;
    private readonly float[] _position;

    public SineMotion(int joints, Random random)
    {
        _position = new float[joints];
        _radiansPerSecond = [.. _position.Select(_ => 0.5 + random.NextDouble())];
        _phases = [.. _position.Select(_ => Math.Tau * random.NextDouble())];
    }

    public static int JointsOf(bool oneArm) => oneArm ? JointsOfAnArm : 2 * JointsOfAnArm;

    /// <summary>Where the joints are; float32 each, little-endian, valid until the next call.</summary>
    public ReadOnlySpan<byte> At(double seconds)
    {
        for (int i = 0; i < _position.Length; i++)
            _position[i] = (float)(AmplitudeRadians * Math.Sin((_radiansPerSecond[i] * seconds) + _phases[i]));
        return MemoryMarshal.AsBytes(_position.AsSpan());
    }
}
