using System.CommandLine;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>The options of every verb that reads the configuration.</summary>
internal sealed class ConfigurationArguments
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "Configuration file. Default: ./appsettings.json, else $POLICYGATE_CONFIG, else the one beside "
            + "the program.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Overrides one configuration key; has the last word. Repeatable.",
        HelpName = "KEY:SUB=VALUE",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command verb)
    {
        verb.Add(_config);
        verb.Add(_set);
    }

    public ConfigurationRequest Read(ParseResult parsed) =>
        new() { File = parsed.GetValue(_config), Set = parsed.GetValue(_set) ?? [] };
}
