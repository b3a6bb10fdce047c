using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using PolicyGate.RobotClient.CommandLine;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>drive</c>: simulated OpenArm robots against any policy server.</summary>
internal sealed class DriveVerb : Verb
{
    private readonly DriveArguments _arguments = new();

    private readonly Option<bool> _allowErrors = new("--allow-errors")
    {
        Description = "Answers with an error are expected: they do not make the exit code 1.",
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write the figures to this file too, for programs.",
        HelpName = "FILE",
    };

    public DriveVerb() : base(
        "drive",
        "Simulated OpenArm robots against a policy server, ours or another; tells how it answered. Exit code 1: an "
        + "observation was not answered, refused, or answered with what no robot could execute.",
        "policygate drive --socket /dev/shm/policy-server.socket",
        "policygate drive --socket /dev/shm/policy-server.socket --robots 4 --duration 3600 --sizes 120x192",
        "policygate drive --listen /run/robot/policy.socket --count 100",
        "policygate drive --socket /dev/shm/policy-server.socket --rate 0 --count 500 samples/episodes/reach")
    {
        _arguments.AddTo(this);
        Add(_allowErrors);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        // A closed terminal; the observation files in /dev/shm would stay.
        using var signals = new StopSignals(PosixSignal.SIGHUP);
        IReadOnlyList<DriveFrame> frames;
        try
        {
            frames = _arguments.ReadFrames(parsed);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            error.WriteLine(failure.Message);
            return ExitCodes.Usage;
        }
        try
        {
            var run = new DriveRun(
                _arguments.ReadOptions(parsed), frames, _arguments.IsOneArm(parsed), TimeProvider.System);
            DriveReport report = run.Run(signals.Stop);
            DriveFigures.Write(report, parsed.InvocationConfiguration.Output);
            if (parsed.GetValue(_json) is string json)
                File.WriteAllText(json, JsonSerializer.Serialize(report, ReportJson.Default.DriveReport));
            return report.Succeeded(parsed.GetValue(_allowErrors)) ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(failure.Message);
            return ExitCodes.Failed;
        }
    }
}
