using System.CommandLine;
using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Inspection;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>inspect</c>: what is in a policy folder, an observation, a recording or a model.</summary>
internal sealed class InspectVerb : Verb
{
    private const string Observation = "observation";
    private const string Recording = "recording";
    private const string Policy = "policy";

    private readonly ConfigurationArguments _configuration = new();
    private readonly PictureArguments _pictures = new();
    private readonly JsonOption _json = new();

    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A policy folder, an observation (an Arrow file), a recording (a folder) or a model file.",
    };

    private readonly Option<string?> _joints = new("--joints")
    {
        Description = "Draw each session of a recording in this folder, as SESSION.svg: its joints over time.",
        HelpName = "FOLDER",
    };

    public InspectVerb() : base(
        "inspect",
        "Says what is in a policy folder, an observation, a recording or a model. Exit code 1: it cannot be used.",
        "policygate inspect samples/policies/reach",
        "policygate inspect samples/policies/reach/model.onnx",
        "policygate inspect /dev/shm/observation.arrow --json",
        "policygate inspect /dev/shm/observation.arrow --png pictures --size head_left=720x1280",
        "policygate inspect recordings --png pictures --joints plots")
    {
        Add(_path);
        _pictures.AddTo(this);
        _configuration.AddTo(this);
        Add(_joints);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        string path = Path.GetFullPath(parsed.GetRequiredValue(_path));
        if (!Path.Exists(path))
        {
            parsed.InvocationConfiguration.Error.WriteLine($"{path} is not there");
            return ExitCodes.Usage;
        }
        PictureWishes? wishes = _pictures.Read(parsed);
        LoadedConfiguration loaded = ConfigurationLoader.Load(_configuration.Read(parsed));
        string? joints = parsed.GetValue(_joints);
        InspectReport report = Inspect(path, loaded, wishes, joints is null ? null : Path.GetFullPath(joints));
        if (report is { Kind: Policy, Ok: true })
            report = report with { Findings = [.. report.Findings, .. TellServing(parsed, path)] };
        if (Objection(report, wishes, joints) is { } objection)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"{objection}; {path} is a {report.Kind}");
            return ExitCodes.Usage;
        }
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
        {
            output.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.InspectReport));
        }
        else
        {
            output.WriteLine($"{report.Path}: {report.Kind}");
            FindingList.Write(report.Findings, "  ", output);
        }
        return report.Ok ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>What <c>serve --policy</c> would make of the folder, without more being said.</summary>
    private IEnumerable<Finding> TellServing(ParseResult parsed, string folder)
    {
        LoadedConfiguration served = ConfigurationLoader.Load(_configuration.Read(parsed) with { Policy = folder });
        string own = Path.Combine(folder, ConfigurationFile.FileName);
        foreach (ConfigurationError error in served.Errors.Where(error => error.Concerns(own)))
            yield return new Finding(FindingLevel.Error, ConfigurationFile.FileName, $"{error}");
        PolicyOptions? policy = served.Options.Gateway.Policies.Values.FirstOrDefault(any => any.Folder == folder);
        if (policy?.Backend is { } backend)
            yield return new Finding(FindingLevel.Ok, "served on", $"{backend}, unless --backend says otherwise");
    }

    private static string? Objection(InspectReport report, PictureWishes? wishes, string? joints)
    {
        if (joints is not null && report.Kind != Recording)
            return "--joints goes with a recording";
        return wishes is null || report.Kind == Observation || (report.Kind == Recording && !wishes.Sizes.Cameras.Any())
            ? null
            : "--png and --size go with an observation, --png with a recording too";
    }

    private static InspectReport Inspect(
        string path, LoadedConfiguration loaded, PictureWishes? wishes, string? joints)
    {
        LimitsOptions limits = loaded.Options.Gateway.Limits;
        if (RecordingInput.Fits(path))
        {
            IReadOnlyList<Finding> findings = RecordingInspection.Of(
                path, limits, wishes?.Folder?.Path, joints, out RecordingSummary? summary);
            return new InspectReport(path, Recording, findings) { Recording = summary };
        }
        if (Directory.Exists(path))
            return new InspectReport(path, Policy, PolicyInspection.Of(path, limits));
        if (ObservationInspection.Fits(path, limits))
        {
            wishes ??= PictureWishes.None;
            return new InspectReport(path, Observation, ObservationInspection.Of(path, limits, wishes));
        }
        using var backends = new Backends(loaded);
        return new InspectReport(path, "model", ModelInspection.Of(path, backends.Host));
    }
}
