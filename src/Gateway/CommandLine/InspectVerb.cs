using System.CommandLine;
using System.Text.Json;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Inspection;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>inspect</c>: what is in a policy folder, an observation or a model.</summary>
internal sealed class InspectVerb : Verb
{
    private const string Observation = "observation";

    private readonly ConfigurationArguments _configuration = new();
    private readonly PictureArguments _pictures = new();
    private readonly JsonOption _json = new();

    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A policy folder, an observation (an Arrow file) or a model file.",
    };

    public InspectVerb() : base(
        "inspect",
        "Says what is in a policy folder, an observation or a model. Exit code 1: it cannot be used.",
        "policygate inspect samples/policies/reach",
        "policygate inspect samples/policies/reach/model.onnx",
        "policygate inspect /dev/shm/observation.arrow --json",
        "policygate inspect /dev/shm/observation.arrow --png pictures --size head_left=720x1280")
    {
        Add(_path);
        _pictures.AddTo(this);
        _configuration.AddTo(this);
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
        InspectReport report = Inspect(path, loaded, wishes);
        if (wishes is not null && report.Kind != Observation)
        {
            parsed.InvocationConfiguration.Error.WriteLine(
                $"--png and --size go with an observation; {path} is a {report.Kind}");
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

    private static InspectReport Inspect(string path, LoadedConfiguration loaded, PictureWishes? wishes)
    {
        LimitsOptions limits = loaded.Options.Gateway.Limits;
        if (Directory.Exists(path))
            return new InspectReport(path, "policy", PolicyInspection.Of(path, limits));
        if (ObservationInspection.Fits(path, limits))
        {
            wishes ??= PictureWishes.None;
            return new InspectReport(path, Observation, ObservationInspection.Of(path, limits, wishes));
        }
        using var backends = new Backends(loaded);
        return new InspectReport(path, "model", ModelInspection.Of(path, backends.Host));
    }
}
