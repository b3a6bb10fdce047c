using System.CommandLine;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Measurement;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>bench</c>: how long a tick takes with the user's own policy, by stage.</summary>
internal sealed class BenchVerb : Verb
{
    // Below it the 99th percentile would be the maximum.
    private const int FewestTicks = 100;

    private readonly ConfigurationArguments _configuration = new();

    private readonly Option<string> _policy = new("--policy")
    {
        Description = "The policy's folder.",
        HelpName = "FOLDER",
        Required = true,
    };

    private readonly Option<string?> _backend = new("--backend")
    {
        Description = "The plugin that runs it. Default: as serve chooses.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _sizes = new("--sizes")
    {
        Description = "Sizes of the drawn pictures, as for drive.",
        HelpName = "SIZES",
    };

    private readonly Option<string?> _recorded = new("--recorded")
    {
        Description = "Show the observations recorded here, as drive does.",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _oneArm = new("--one-arm") { Description = "Draw a robot with the right arm alone." };

    private readonly Option<int> _ticks = new("--ticks")
    {
        Description = $"How many are timed, at least {FewestTicks}.",
        HelpName = "N",
        DefaultValueFactory = _ => 500,
    };

    private readonly Option<double?> _hz = new("--hz")
    {
        Description = "Ticks a second, the cores asleep between them; without it they come back to back.",
        HelpName = "HZ",
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write the figures to this file too, for programs.",
        HelpName = "FILE",
    };

    public BenchVerb() : base(
        "bench",
        "The time of a tick by stage, through a gateway in this process and over its real socket, beside a plain read "
        + "of the same bytes and the model's run alone.",
        "policygate bench --policy samples/policies/reach --backend Onnx",
        "policygate bench --policy samples/policies/reach --recorded samples/episodes/reach --ticks 2000",
        "policygate bench --policy FOLDER --sizes wrist=600x960,head=720x1280 --hz 30 --json figures.json")
    {
        _configuration.AddTo(this);
        foreach (Option option in new Option[] { _policy, _backend, _sizes, _recorded, _oneArm, _ticks, _hz, _json })
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(_recorded) is not null && (result.GetValue(_sizes) is not null
                || result.GetValue(_oneArm)))
            {
                result.AddError("--sizes and --one-arm are for drawn observations, not for recorded ones");
            }
            if (result.GetResult(_ticks) is { Implicit: false } && result.GetValue(_ticks) < FewestTicks)
                result.AddError($"--ticks is at least {FewestTicks}");
            if (result.GetValue(_hz) <= 0)
                result.AddError("--hz is above 0");
        });
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        using var folder = new ScratchFolder("policygate-bench-");
        using var cleanup = new FolderOnSignal(folder);
        LoadedConfiguration loaded = ConfigurationLoader.Load(_configuration.Read(parsed) with
        {
            Policy = parsed.GetValue(_policy),
            Backend = parsed.GetValue(_backend),
            Sockets = [folder.PathOf("policy.socket")],
        });
        if (loaded.Config is not GatewayConfig config)
        {
            ErrorList.Write(loaded.Errors, error);
            return ExitCodes.Usage;
        }
        if (ReadFrames(parsed, error) is not { } frames)
            return ExitCodes.Usage;
        try
        {
            Measure(parsed, config, frames, folder);
            return ExitCodes.Ok;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            error.WriteLine(failure.Message);
            return ExitCodes.Failed;
        }
    }

    private void Measure(
        ParseResult parsed, GatewayConfig config, IReadOnlyList<DriveFrame> frames, ScratchFolder folder)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        PolicyConfig policy = config.Policies.Values.Single();
        var machine = Machine.Here();
        output.WriteLine(machine);
        var measured = new MeasuredCase($"{policy.Name} on {policy.Backend}", policy, config.PluginFolder, frames);
        using var run = new CaseRun(measured, folder, reference: null, TimeProvider.System);
        CaseResult result = run.Measure(new MeasurementOptions(parsed.GetValue(_ticks), parsed.GetValue(_hz)));
        ResultTable.Write(result, output);
        if (parsed.GetValue(_json) is string json)
            ResultFile.Write(json, machine, [result]);
    }

    /// <returns>Null where they cannot be had, which has been said.</returns>
    private IReadOnlyList<DriveFrame>? ReadFrames(ParseResult parsed, TextWriter error)
    {
        bool oneArm = parsed.GetValue(_oneArm);
        try
        {
            if (parsed.GetValue(_recorded) is string recorded)
                return RecordedFrames.Open(recorded);
            CameraSizes? sizes = CameraSizes.Stock(oneArm);
            string? wrong = null;
            if (parsed.GetValue(_sizes) is string text)
                sizes = CameraSizes.Parse(text, oneArm, out wrong);
            if (sizes is not null)
                return DrawnFrames.Draw(sizes, oneArm, task: null);
            error.WriteLine("--sizes: " + wrong);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            error.WriteLine(failure.Message);
        }
        return null;
    }
}
