using System.CommandLine;
using PolicyGate.RobotClient.Robots;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary><c>--robot.type=simulated</c>: an arm that is not there.</summary>
internal sealed class SimulatedRobotType : RobotType
{
    private static readonly SimulatedRobotOptions Usual = new();

    private readonly Option<IReadOnlyList<string>> _joints =
        CheckedOption.Of<IReadOnlyList<string>>("--robot.joints", RobotText.ParseJoints);

    private readonly Option<IReadOnlyList<RobotCamera>> _cameras =
        CheckedOption.Of<IReadOnlyList<RobotCamera>>("--robot.cameras", RobotText.ParseCameras);

    private readonly Option<int?> _seed = CheckedOption.Count("--robot.seed", 0, int.MaxValue);

    public SimulatedRobotType() : base("simulated")
    {
        (_joints.HelpName, _joints.Description) =
            ("NAMES", "simulated: its joints' names, or how many. Default: an SO-101's six.");
        (_cameras.HelpName, _cameras.Description) =
            ("CAMERAS", "simulated: its cameras, as front:480x640,wrist:240x320. Default: none.");
        (_seed.HelpName, _seed.Description) = ("N", "simulated: what its poses are drawn from. Default: 0.");
    }

    public override IReadOnlyList<Symbol> Symbols => [_joints, _cameras, _seed];

    public override IRobot Create(ParseResult parsed) => new SimulatedRobot(new SimulatedRobotOptions
    {
        Joints = parsed.GetValue(_joints) is { Count: > 0 } joints ? joints : Usual.Joints,
        Cameras = parsed.GetValue(_cameras) is { Count: > 0 } cameras ? cameras : Usual.Cameras,
        Seed = parsed.GetValue(_seed) ?? Usual.Seed,
    });
}
