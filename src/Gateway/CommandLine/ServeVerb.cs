using System.CommandLine;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Hosting;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>serve</c>: runs the gateway until it is told to stop.</summary>
internal sealed class ServeVerb : Verb
{
    private readonly ServeArguments _arguments = new();

    public ServeVerb() : base(
        "serve",
        "Runs the gateway until SIGTERM or Ctrl+C. Logs go to stderr.",
        "policygate serve",
        "policygate serve --policy samples/policies/reach --backend Onnx --socket /dev/shm/policy-server.socket",
        "policygate serve --policy /policy --connect /run/robot/policy.socket",
        "policygate serve --policy samples/policies/reach --lerobot 127.0.0.1:8080",
        "policygate serve --policy samples/policies/reach --isolation process --socket /dev/shm/policy-server.socket",
        "policygate serve --policy samples/policies/reach --socket /dev/shm/policy-server.socket --record recordings",
        "policygate serve --config lab.json --set Wires:OpenArm:0:Timing=true --set Logging:LogLevel:Default=Debug")
    {
        _arguments.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(_arguments.Read(parsed));
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
