using System.CommandLine;
using System.CommandLine.Parsing;
using PolicyGate.Gateway.Limits;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.CommandLine;

namespace PolicyGate.Gateway.Robots;

/// <summary><c>--robot.type=replay</c>: what a recorded LeRobot robot saw.</summary>
internal sealed class ReplayRobotType() : RobotType("replay")
{
    private readonly Option<string?> _recording = new("--robot.recording")
    {
        Description = "replay: a recording of LeRobot robots, a gateway's or a robot's own; shown in order, then over.",
        HelpName = "FOLDER",
    };

    public override IReadOnlyList<Symbol> Symbols => [_recording];

    public override IEnumerable<string> Check(CommandResult result)
    {
        if (result.GetResult(_recording) is null)
            yield return "a robot of type replay: name what it saw by --robot.recording FOLDER";
    }

    public override IRobot Create(ParseResult parsed) =>
        new ReplayRobot(parsed.GetValue(_recording)!, new LimitsOptions());
}
