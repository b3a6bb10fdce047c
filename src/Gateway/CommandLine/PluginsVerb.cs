using System.CommandLine;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>plugins</c>: which backends are there, and why others are not.</summary>
internal sealed class PluginsVerb : Verb
{
    private readonly ConfigurationArguments _configuration = new();
    private readonly JsonOption _json = JsonOption.Create();

    public PluginsVerb() : base(
        "plugins",
        "Lists the plugins in the plugin folder: backend, versions, what they find on this machine. Exit code 1 where one cannot be used.",
        "policygate plugins",
        "policygate plugins --set PluginFolder=/opt/policygate/plugins --json")
    {
        _configuration.AddTo(this);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed) => throw new NotSupportedException(
        $"{_configuration.Read(parsed)} {parsed.GetValue(_json)}");
}
