using System.CommandLine;
using System.Text.Json;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>check</c>: every error of the configuration, without starting anything.</summary>
internal sealed class CheckVerb : Verb
{
    private readonly ConfigurationArguments _configuration = new();
    private readonly JsonOption _json = new();

    public CheckVerb() : base(
        "check",
        "Reports every error of the configuration at once, without starting anything. Exit code 2 where there is one.",
        "policygate check",
        "policygate check --config lab.json --json")
    {
        _configuration.AddTo(this);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(_configuration.Read(parsed));
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
            output.WriteLine($"{loaded.File ?? "the configuration"} is good");
        }
        return errors.Count == 0 ? ExitCodes.Ok : ExitCodes.Usage;
    }
}
