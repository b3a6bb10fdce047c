using System.CommandLine;
using PolicyGate.RobotClient.CommandLine;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>robot</c>: a robot that is driven by a LeRobot policy server, ours or a stock one.</summary>
internal sealed class RobotVerb : Verb
{
    private readonly RobotChoice _choice = new(new SimulatedRobotType());
    private readonly RobotArguments _arguments = new();

    public RobotVerb() : base(
        "robot",
        "Drives a robot by a LeRobot policy server, ours or a stock one, as LeRobot's robot_client does, whose options "
        + "it takes (with dashes or underscores). Exit code 1: the robot could not go on, or was never commanded.",
        "policygate robot --robot.type=simulated --server-address=127.0.0.1:8080 --policy-type=act "
        + "--pretrained-name-or-path=pick --actions-per-chunk=50 --duration=60")
    {
        _choice.AddTo(this);
        _arguments.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        InvocationConfiguration streams = parsed.InvocationConfiguration;
        return new RobotRun(streams.Output, streams.Error).Run(() => _choice.Create(parsed), _arguments.Read(parsed));
    }
}
