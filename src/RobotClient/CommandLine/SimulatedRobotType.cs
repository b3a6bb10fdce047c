using System.CommandLine;
using PolicyGate.RobotClient.Robots;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary><c>--robot.type=simulated</c>: an arm that is not there.</summary>
internal sealed class SimulatedRobotType : RobotType
{
    private static readonly SimulatedRobotOptions Usual = new();

    private readonly Option<string[]> _joints = CheckedOption.Of(
        "--robot.joints", "names with commas between, each once", Names);

    private readonly Option<RobotCamera[]> _cameras = CheckedOption.Of(
        "--robot.cameras", "NAME:HEIGHTxWIDTH with commas between, as front:480x640,wrist:240x320", CameraList.Read);

    private readonly Option<int?> _seed = CheckedOption.Count("--robot.seed", 0, int.MaxValue);

    public SimulatedRobotType() : base("simulated")
    {
        (_joints.HelpName, _joints.Description) = ("NAMES", "simulated: its joints. Default: an SO-101's six.");
        (_cameras.HelpName, _cameras.Description) =
            ("CAMERAS", "simulated: its cameras, as front:480x640,wrist:240x320. Default: none.");
        (_seed.HelpName, _seed.Description) = ("N", "simulated: what its poses are drawn from. Default: 0.");
    }

    public override IReadOnlyList<Symbol> Symbols => [_joints, _cameras, _seed];

    public override IRobot Create(ParseResult parsed) => new SimulatedRobot(new SimulatedRobotOptions
    {
        Joints = parsed.GetValue(_joints) is { Length: > 0 } joints ? joints : Usual.Joints,
        Cameras = parsed.GetValue(_cameras) is { Length: > 0 } cameras ? cameras : Usual.Cameras,
        Seed = parsed.GetValue(_seed) ?? Usual.Seed,
    });

    /// <summary>With <c>.pos</c>, as LeRobot calls a joint's position.</summary>
    private static string[]? Names(string text)
    {
        string[] names = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(name => $"{JointName.Bare(name)}.pos")];
        return names.Contains(".pos") || names.Distinct(StringComparer.Ordinal).Count() < names.Length ? null : names;
    }
}
