namespace PolicyGate.RobotClient;

/// <summary>LeRobot calls the position of the joint <c>gripper</c> <c>gripper.pos</c>; people write either.</summary>
internal static class JointName
{
    private const string Position = ".pos";

    public static string Bare(string name) =>
        name.EndsWith(Position, StringComparison.Ordinal) ? name[..^Position.Length] : name;
}
