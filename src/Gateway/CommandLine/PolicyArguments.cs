using System.CommandLine;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>The options that put one policy in the place of those configured.</summary>
internal sealed class PolicyArguments
{
    private readonly Option<string?> _policy = new("--policy")
    {
        Description = "The policy in this folder, in place of the policies and routes configured.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _backend = new("--backend")
    {
        Description = $"The plugin that runs --policy. Default: {ServeOverrides.DefaultBackend}.",
        HelpName = "NAME",
    };

    public void AddTo(Command verb)
    {
        verb.Add(_policy);
        verb.Add(_backend);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(_backend) is not null && result.GetResult(_policy) is null)
                result.AddError("--backend NAME goes with --policy FOLDER");
        });
    }

    public ConfigurationRequest ReadInto(ConfigurationRequest request, ParseResult parsed) =>
        request with { Policy = parsed.GetValue(_policy), Backend = parsed.GetValue(_backend) };
}
