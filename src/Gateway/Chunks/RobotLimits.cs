using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Chunks;

/// <summary>A robot's limits in the rows of the chunk at hand; kept from tick to tick.</summary>
/// <param name="robot">Null where none are known.</param>
internal sealed class RobotLimits(RobotConfig? robot)
{
    private readonly RowLimits[] _joints = new RowLimits[robot?.Minimum.Length ?? 0];
    private long _intervalNanoseconds;

    /// <summary>One for each joint; none where the robot has none.</summary>
    /// <param name="intervalNanoseconds">Between rows.</param>
    public ReadOnlySpan<RowLimits> At(long intervalNanoseconds)
    {
        if (robot is not null && intervalNanoseconds != _intervalNanoseconds)
        {
            for (int joint = 0; joint < _joints.Length; joint++)
                _joints[joint] = RowLimits.Of(robot, joint, intervalNanoseconds / 1e9);
            _intervalNanoseconds = intervalNanoseconds;
        }
        return _joints;
    }
}
