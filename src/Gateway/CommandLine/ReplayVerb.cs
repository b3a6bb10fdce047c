using System.CommandLine;
using System.Text.Json;
using PolicyGate.Formats;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Replay;
using PolicyGate.RobotClient.CommandLine;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>replay</c>: a recording through a policy, or against a server.</summary>
internal sealed class ReplayVerb : Verb
{
    // As they come; --json has them all.
    private const int MostLines = 20;

    private readonly ConfigurationArguments _configuration = new();
    private readonly JsonOption _json = new();

    private readonly Argument<string> _folder = new("FOLDER")
    {
        Description = "A recording: what serve --record was given, or one run's folder in it.",
    };

    private readonly Option<string?> _policy = new("--policy")
    {
        Description = "Play it through the policy in this folder. Default: the one that was recorded.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _backend = new("--backend")
    {
        Description = "The plugin that runs it. Default: the one that was recorded.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _session = new("--session")
    {
        Description = "Only this robot's ticks.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _pace = new("--pace")
    {
        Description = "As far apart as they were recorded; without it as fast as they are answered.",
    };

    private readonly Option<string?> _against = new("--against")
    {
        Description = "Send it to a policy server as its robots did: unix:PATH for OpenArm's, HOST:PORT for LeRobot's.",
        HelpName = "ADDRESS",
    };

    public ReplayVerb() : base(
        "replay",
        "Plays a recording again and says of each tick whether its answer is the same bit for bit. Exit code 0: all "
        + "are; 1: one is not; 3: there is nothing to play.",
        "policygate replay recordings",
        "policygate replay recordings --backend TorchSharp",
        "policygate replay recordings --policy retrained --set Chunks:Blend=CrossFade --json",
        "policygate replay recordings --against unix:/dev/shm/policy-server.socket --pace")
    {
        Add(_folder);
        foreach (Option option in new Option[] { _policy, _backend, _session, _pace, _against })
            Add(option);
        _configuration.AddTo(this);
        Add(_json);
        Validators.Add(result =>
        {
            if (result.GetValue(_against) is not { } address)
                return;
            if (ServerAddress.Parse(address) is null)
                result.AddError($"--against {address}: expected unix:PATH or HOST:PORT");
            if (result.GetValue(_policy) is not null || result.GetValue(_backend) is not null)
            {
                result.AddError(
                    "--against asks a server, which has its own policy: --policy and --backend do not go with it");
            }
        });
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        ReplayRequest request = Read(parsed);
        LoadedConfiguration here = ConfigurationLoader.Load(request.Configuration);
        if (RecordingInput.Open(request.Recording, here.Options.Gateway.Limits, out RecordingInput? input)
            is { } unusable)
        {
            error.WriteLine(Printable.Text(unusable.Message));
            return ExitCodes.UnusableInput;
        }
        using var signals = new StopSignals();
        TextWriter output = parsed.InvocationConfiguration.Output;
        bool json = parsed.GetValue(_json);
        int lines = 0;
        var run = new ReplayRun(request, TimeProvider.System)
        {
            Differs = tick =>
            {
                if (!json && lines++ < MostLines)
                    output.WriteLine(ReplayText.Line(tick));
            },
        };
        try
        {
            if (run.Run(input!, signals.Stop, out ReplayReport? report) is { } unplayed)
            {
                error.WriteLine(Printable.Lines(unplayed.Message));
                return ExitCodes.Usage;
            }
            return Tell(report!, request, json, parsed);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Stopped.");
            return ExitCodes.Failed;
        }
    }

    private static int Tell(ReplayReport report, ReplayRequest request, bool json, ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (json)
            output.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.ReplayReport));
        else
            ReplayText.Write(report, output);
        if (report.Ticks > 0)
            return report.Same ? ExitCodes.Ok : ExitCodes.Failed;
        string whose = request.Session is { } session ? $" of the session '{Printable.Text(session)}'" : "";
        parsed.InvocationConfiguration.Error.WriteLine($"{report.Recording}: no tick{whose} can be played");
        return ExitCodes.UnusableInput;
    }

    private ReplayRequest Read(ParseResult parsed)
    {
        ConfigurationRequest configuration = _configuration.Read(parsed);
        string? policy = parsed.GetValue(_policy);
        return new ReplayRequest(parsed.GetRequiredValue(_folder), configuration)
        {
            Policy = policy is null ? null : Path.GetFullPath(policy, configuration.WorkingFolder),
            Backend = parsed.GetValue(_backend),
            Session = parsed.GetValue(_session),
            Pace = parsed.GetValue(_pace),
            Against = parsed.GetValue(_against) is { } against ? ServerAddress.Parse(against) : null,
        };
    }
}
