using System.CommandLine;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Robots;
using PolicyGate.RobotClient.CommandLine;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>robot</c>: a robot that is driven by a LeRobot policy server, ours or a stock one.</summary>
internal sealed class RobotVerb : Verb
{
    private const string Usual = "--server-address=127.0.0.1:8080 --policy-type=act --pretrained-name-or-path=pick "
        + "--actions-per-chunk=50";

    private readonly RobotChoice _choice = new(
        new SimulatedRobotType(), new ProcessRobotType(Console.Error), new ReplayRobotType());
    private readonly RobotArguments _arguments = new();

    private readonly Option<string?> _record = new("--record")
    {
        Description = "Record what the robot saw, was told and did into this folder, for inspect, replay and compare.",
        HelpName = "FOLDER",
    };

    public RobotVerb() : base(
        "robot",
        "Drives a robot by a LeRobot policy server, ours or a stock one, as LeRobot's robot_client does, whose options "
        + "it takes (with dashes or underscores). Exit code 1: the robot could not go on, or was never commanded.",
        $"policygate robot --robot.type=simulated {Usual} --duration=60",
        $"policygate robot --robot.type=process {Usual} --robot.max-relative-target=10 -- python3 my_robot.py",
        $"policygate robot --robot.type=process {Usual} --record=runs --debug-visualize-queue-size -- ./my-robot",
        $"policygate robot --robot.type=replay --robot.recording=runs {Usual} --json=report.json")
    {
        _choice.AddTo(this);
        _arguments.AddTo(this);
        Add(_record);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        InvocationConfiguration streams = parsed.InvocationConfiguration;
        RobotRequest request = _arguments.Read(parsed);
        using ILoggerFactory loggers = ConsoleLogging.Create(new LoggingOptions());
        RobotRecorder? recorder = null;
        if (parsed.GetValue(_record) is { } folder
            && Record(folder, request.Client, loggers, out recorder) is { } unrecorded)
        {
            streams.Error.WriteLine(unrecorded.Message);
            return ExitCodes.Usage;
        }
        using (recorder)
            return new RobotRun(streams.Output, streams.Error).Run(() => _choice.Create(parsed), request, recorder);
    }

    private static GatewayError? Record(
        string folder, LeRobotClientOptions client, ILoggerFactory loggers, out RobotRecorder? recorder)
    {
        var options = new RobotRecorderOptions(
            Path.GetFullPath(folder), client.PretrainedNameOrPath, client.ServerAddress, client.Fps);
        return RobotRecorder.Start(options, new LimitsOptions(), TimeProvider.System, loggers, out recorder);
    }
}
