using System.CommandLine;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Hosting;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>serve</c>: runs the gateway until it is told to stop.</summary>
internal sealed class ServeVerb : Verb
{
    private readonly ConfigurationArguments _configuration = new();

    private readonly Option<string?> _policy = new("--policy")
    {
        Description = "Serve the policy in this folder, in place of the policies and routes configured.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _backend = new("--backend")
    {
        Description = $"The plugin that runs --policy. Default: {ServeOverrides.DefaultBackend}.",
        HelpName = "NAME",
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

    public ServeVerb() : base(
        "serve",
        "Runs the gateway until SIGTERM or Ctrl+C. Logs go to stderr.",
        "policygate serve",
        "policygate serve --policy samples/policies/reach --backend Onnx --socket /dev/shm/policy-server.socket",
        "policygate serve --policy /policy --connect /run/robot/policy.socket",
        "policygate serve --config lab.json --set Wires:OpenArm:0:Timing=true --set Logging:LogLevel:Default=Debug")
    {
        _configuration.AddTo(this);
        Add(_policy);
        Add(_backend);
        Add(_sockets);
        Add(_connect);
        Validators.Add(result =>
        {
            if (result.GetResult(_backend) is not null && result.GetResult(_policy) is null)
                result.AddError("--backend NAME goes with --policy FOLDER");
        });
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(_configuration.Read(parsed) with
        {
            Policy = parsed.GetValue(_policy),
            Backend = parsed.GetValue(_backend),
            Sockets = parsed.GetValue(_sockets) ?? [],
            Connect = parsed.GetValue(_connect) ?? [],
        });
        if (loaded.Config is not GatewayConfig config)
        {
            ErrorList.Write(loaded.Errors, parsed.InvocationConfiguration.Error);
            return ExitCodes.Usage;
        }
        using var signals = new StopSignals();
        using ILoggerFactory loggers = ConsoleLogging.Create(loaded.Options.Logging);
        return GatewayProcess.RunAsync(config, loggers, signals.Stop).GetAwaiter().GetResult();
    }
}
