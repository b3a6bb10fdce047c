using System.CommandLine;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Rights;
using PolicyGate.RobotClient.CommandLine;

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
        var handed = HandedOver.Take();
        ConfigurationRequest request = _arguments.Read(parsed);
        LoadedConfiguration loaded = ConfigurationLoader.Load(request);
        if (loaded.Config is not GatewayConfig config)
        {
            ErrorList.Write(loaded.Errors, parsed.InvocationConfiguration.Error);
            TellRobots(request, handed, loaded.Errors);
            return ExitCodes.Usage;
        }
        HostStart start = StartRights.Settle(config, handed, () => ConsoleLogging.Create(loaded.Options.Logging)) with
        {
            Source = new ConfigurationSource(request, loaded),
        };
        using var signals = new StopSignals();
        using ILoggerFactory loggers = ConsoleLogging.Create(loaded.Options.Logging);
        return GatewayProcess.RunAsync(config, start, loggers, signals.Stop).GetAwaiter().GetResult();
    }

    /// <summary>
    /// A robot's node that waits for its container's connection waits for ever: it gets it, and the reason.
    /// </summary>
    private static void TellRobots(
        ConfigurationRequest request, HandedOver? handed, IReadOnlyList<ConfigurationError> errors)
    {
        if (request.Connect.Count == 0)
            return;
        var why = new GatewayError(ErrorCode.InvalidArgument,
            $"the gateway's configuration cannot be used: {string.Join("; ", errors)}");
        var start = new HostStart(handed?.Sockets ?? []) { Unfit = why };
        IEnumerable<string> sockets = request.Connect.Select(path => Path.GetFullPath(path, request.WorkingFolder));
        using var signals = new StopSignals();
        using ILoggerFactory loggers = ConsoleLogging.CreateForWarnings();
        GatewayProcess.RunAsync(GatewayConfig.ForNothing(sockets), start, loggers, signals.Stop)
            .GetAwaiter().GetResult();
    }
}
