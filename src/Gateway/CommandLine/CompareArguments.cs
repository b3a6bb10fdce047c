using System.CommandLine;
using PolicyGate.Formats;
using PolicyGate.Gateway.Comparison;
using PolicyGate.Gateway.Comparison.Inputs;
using PolicyGate.Gateway.Comparison.Sides;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>The options of <c>compare</c>, brought into what is to be compared.</summary>
internal sealed class CompareArguments
{
    private readonly ConfigurationArguments _configuration = new();

    private readonly Option<string> _input = new("--input")
    {
        Description = "A recording, or a folder of Arrow files (.gz too) beside their requests.jsonl, ticks.jsonl or"
            + " index.json.",
        HelpName = "FOLDER",
        Required = true,
    };

    private readonly Option<string> _a = new("--a")
    {
        Description = "What one has: a backend, and the policy's folder. Without one: the recording's.",
        HelpName = "BACKEND[:FOLDER]",
        Required = true,
    };

    private readonly Option<string> _b = new("--b")
    {
        Description = "What one thinks of having.",
        HelpName = "BACKEND[:FOLDER]",
        Required = true,
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "Folder for report.json and report.html.",
        HelpName = "FOLDER",
        Required = true,
    };

    private readonly Option<string[]> _tolerance = new("--tolerance")
    {
        Description = $"Largest difference that is none, in the robot's units: of all joints, or of one. Repeatable."
            + $" Default: {ToleranceConfig.DefaultRadians}.",
        HelpName = "[JOINT=]NUMBER",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<double?> _slower = new("--slower")
    {
        Description = "Milliseconds by which a tick may take B longer. Default: a tenth of the control interval.",
        HelpName = "MILLISECONDS",
    };

    private readonly Option<string?> _robot = new("--robot")
    {
        Description = "Whose limits the guard keeps, as openarm-bimanual. Default: the recording's.",
        HelpName = "NAME",
    };

    private readonly Option<long?> _ticks = new("--ticks")
    {
        Description = "Compare the first so many alone.",
        HelpName = "N",
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Of the order in which the sides take turns, and of the resampling.",
        HelpName = "N",
    };

    public void AddTo(Command verb)
    {
        Option[] all = [_input, _a, _b, _output, _tolerance, _slower, _robot, _ticks, _seed];
        foreach (Option option in all)
            verb.Add(option);
        _configuration.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(_slower) <= 0)
                result.AddError("--slower is above 0");
            if (result.GetValue(_ticks) <= 0)
                result.AddError("--ticks is above 0");
            if (ToleranceConfig.Parse(result.GetValue(_tolerance) ?? [], out _) is { } wrong)
                result.AddError(wrong);
        });
    }

    public string Output(ParseResult parsed) => Path.GetFullPath(parsed.GetRequiredValue(_output));

    /// <param name="parsed">The command line.</param>
    /// <param name="error">Told why there is no request.</param>
    /// <param name="request">Null where there is none.</param>
    /// <returns>The exit code where there is none.</returns>
    public int Read(ParseResult parsed, TextWriter error, out ComparisonRequest? request)
    {
        request = null;
        ConfigurationRequest configuration = _configuration.Read(parsed);
        // Its limits are those of reading the input; errors come again below, with the policies in.
        LoadedConfiguration surroundings = ConfigurationLoader.Load(configuration);
        string folder = parsed.GetRequiredValue(_input);
        if (TickInputs.Open(folder, surroundings.Options.Gateway.Limits, out ITickInput? input, out string kind)
            is { } unusable)
        {
            error.WriteLine(Printable.Text($"--input: {unusable.Message}"));
            return ExitCodes.UnusableInput;
        }
        if (ReadSides(parsed, input!, error) is not { } sides)
            return ExitCodes.Usage;
        LoadedConfiguration loaded = ConfigurationLoader.Load(Complete(configuration, parsed, input!, sides));
        if (loaded.Config is not GatewayConfig config)
        {
            ErrorList.Write(loaded.Errors, error);
            return ExitCodes.Usage;
        }
        _ = ToleranceConfig.Parse(parsed.GetValue(_tolerance) ?? [], out ToleranceConfig? tolerance);
        request = new ComparisonRequest
        {
            Input = input!,
            Kind = kind,
            Config = config,
            Robot = config.OpenArm[0].Robot,
            Tolerance = tolerance! with { SlowerMilliseconds = parsed.GetValue(_slower) },
            Seed = parsed.GetValue(_seed),
            MaximumTicks = parsed.GetValue(_ticks) ?? long.MaxValue,
        };
        return ExitCodes.Ok;
    }

    private static RecordedRoute? Recorded(ITickInput input) =>
        input.Manifest is { Routes.Count: > 0 } manifest ? manifest.Routes[0] : null;

    /// <returns>Null where a folder is missing, which has been said.</returns>
    private NamedPolicy[]? ReadSides(ParseResult parsed, ITickInput input, TextWriter error)
    {
        string? recorded = Recorded(input)?.Folder;
        (string Name, SideRequest Request)[] sides =
        [
            (ComparisonRequest.SideA, SideRequest.Parse(parsed.GetRequiredValue(_a))),
            (ComparisonRequest.SideB, SideRequest.Parse(parsed.GetRequiredValue(_b))),
        ];
        foreach ((string name, SideRequest request) in sides)
        {
            if ((request.Folder ?? recorded) is null)
            {
                error.WriteLine($"--{name.ToLowerInvariant()} {request.Backend}: name the policy's folder,"
                    + $" as {request.Backend}:FOLDER; {input.Name} is no recording that would say it");
                return null;
            }
        }
        return [.. sides.Select(side => new NamedPolicy(
            side.Name, side.Request.Folder ?? recorded!, side.Request.Backend))];
    }

    private ConfigurationRequest Complete(
        ConfigurationRequest configuration, ParseResult parsed, ITickInput input, NamedPolicy[] sides)
    {
        string? robot = parsed.GetValue(_robot) ?? Recorded(input)?.Robot;
        return configuration with
        {
            // A chunk becomes on both sides what it became when it was recorded, unless --set says otherwise.
            Recorded = RecordedSettings.OfBoth(input.Manifest),
            Policies = sides,
            // A wire is what names a robot; nobody opens it.
            Sockets = [Path.Combine(Path.GetTempPath(), "policygate-compare.socket")],
            Set =
            [
                .. sides.SelectMany(side => RecordedSettings.OfSide(input.Manifest, side)),
                $"Wires:OpenArm:0:Route={ComparisonRequest.SideA}",
                .. robot is null ? Array.Empty<string>() : [$"Wires:OpenArm:0:Robot={robot}"],
                .. configuration.Set,
            ],
        };
    }
}
