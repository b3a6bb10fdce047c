using System.CommandLine;
using System.Text.Json;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>check</c>: every error of the configuration, its policies and their models, without serving.</summary>
internal sealed class CheckVerb : Verb
{
    private readonly ServeArguments _arguments = new();
    private readonly JsonOption _json = new();

    public CheckVerb() : base(
        "check",
        "Reports every error of the configuration at once, then loads each policy as serve would, and opens no socket. "
        + "Exit code 2: an error.",
        "policygate check",
        "policygate check --policy samples/policies/reach --backend Onnx",
        "policygate check --config lab.json --json")
    {
        _arguments.AddTo(this);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(_arguments.Read(parsed));
        IReadOnlyList<ConfigurationError> errors = ConfigurationCheck.Run(loaded);
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
        {
            var report = new CheckReport(errors.Count == 0, loaded.File, errors);
            output.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.CheckReport));
        }
        else if (errors.Count > 0)
        {
            ErrorList.Write(errors, output);
        }
        else
        {
            foreach (PolicyConfig policy in loaded.Config!.Policies.Values)
                output.WriteLine($"policy '{policy.Name}' ({policy.Folder}) loads on {policy.Backend}");
            output.WriteLine($"{loaded.Source} is good");
        }
        return errors.Count == 0 ? ExitCodes.Ok : ExitCodes.Usage;
    }
}
