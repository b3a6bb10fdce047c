using System.CommandLine;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>inspect</c>: what is in a policy folder, an observation or a model.</summary>
internal sealed class InspectVerb : Verb
{
    private readonly ConfigurationArguments _configuration = new();
    private readonly JsonOption _json = JsonOption.Create();

    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A policy folder, an observation (.arrow) or a model file.",
    };

    public InspectVerb() : base(
        "inspect",
        "Says what is in a policy folder, an observation as an Arrow file, or a model.",
        "policygate inspect samples/policies/reach",
        "policygate inspect samples/policies/reach/model.onnx",
        "policygate inspect /dev/shm/observation.arrow --json")
    {
        Add(_path);
        _configuration.AddTo(this);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed) => throw new NotSupportedException(
        $"{_configuration.Read(parsed)} {parsed.GetValue(_json)} {parsed.GetValue(_path)}");
}
