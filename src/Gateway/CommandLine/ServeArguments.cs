using System.CommandLine;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>The options that say what is served: <c>serve</c>'s, and <c>check</c>'s, which tries the same.</summary>
internal sealed class ServeArguments
{
    private readonly ConfigurationArguments _configuration = new();

    private readonly Option<string?> _policy = new("--policy")
    {
        Description = "Serve the policy in this folder, in place of the policies and routes configured.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _backend = new("--backend")
    {
        Description = "The plugin that runs --policy. Default: what the folder says, else the only one that is there or"
            + $" has a model in it, else {ServeOverrides.DefaultBackend}.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _isolation = new("--isolation")
    {
        Description = "Process: run --policy, or every policy configured, in a worker process of its own.",
        HelpName = "KIND",
    };

    private readonly Option<string[]> _sockets = new("--socket")
    {
        Description = "Make this socket and wait for OpenArm robots; replaces the wires configured. Repeatable.",
        HelpName = "PATH",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _connect = new("--connect")
    {
        Description = "Connect to the socket that an OpenArm node has made; replaces the wires configured. Repeatable.",
        HelpName = "PATH",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _leRobot = new("--lerobot")
    {
        Description = "Serve LeRobot robots (async inference) here; replaces the wires configured. Repeatable.",
        HelpName = "HOST:PORT",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "Record every tick into this folder (docs/recording.md); it is made where it is not there.",
        HelpName = "FOLDER",
    };

    public void AddTo(Command verb)
    {
        _configuration.AddTo(verb);
        verb.Add(_policy);
        verb.Add(_backend);
        verb.Add(_isolation);
        verb.Add(_sockets);
        verb.Add(_connect);
        verb.Add(_leRobot);
        verb.Add(_record);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(_backend) is not null && result.GetResult(_policy) is null)
                result.AddError("--backend NAME goes with --policy FOLDER");
        });
    }

    public ConfigurationRequest Read(ParseResult parsed) => _configuration.Read(parsed) with
    {
        Policy = parsed.GetValue(_policy),
        Backend = parsed.GetValue(_backend),
        Isolation = parsed.GetValue(_isolation),
        Sockets = parsed.GetValue(_sockets) ?? [],
        Connect = parsed.GetValue(_connect) ?? [],
        LeRobot = parsed.GetValue(_leRobot) ?? [],
        Record = parsed.GetValue(_record),
    };
}
