using System.CommandLine;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Hosting;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>serve</c>: runs the gateway until it is told to stop.</summary>
internal sealed class ServeVerb : Verb
{
    private readonly ConfigurationArguments _configuration = new();

    private readonly PolicyArguments _policy = new();

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
        _policy.AddTo(this);
        Add(_sockets);
        Add(_connect);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        ConfigurationRequest request = _policy.ReadInto(_configuration.Read(parsed), parsed) with
        {
            Sockets = parsed.GetValue(_sockets) ?? [],
            Connect = parsed.GetValue(_connect) ?? [],
        };
        LoadedConfiguration loaded = ConfigurationLoader.Load(request);
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
