using Microsoft.Extensions.Logging;

namespace PolicyGate.Onnx;

/// <summary>What the engine and its loading tell.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Message = "{Message} ({Session}, {Location})")]
    public static partial void Engine(
        ILogger logger, LogLevel level, string message, string session, string location);

    [LoggerMessage(2, LogLevel.Information,
        "{Model} loaded in {Milliseconds:0} ms on {Providers}, nodes: {Nodes}, IntraOpThreads {Threads}")]
    public static partial void Loaded(
        ILogger logger, string model, double milliseconds, ExecutionProviders providers, NodeAssignment nodes,
        OnnxThreads threads);

    [LoggerMessage(3, LogLevel.Warning,
        "{Model} cannot run on {Wanted} and is tried on {Next}, as AllowCpuFallback allows: {Reason}")]
    public static partial void FallsBack(
        ILogger logger, string model, ExecutionProviders wanted, ExecutionProviders next, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Provider} is named for {Model} and runs none of its nodes: {Nodes}")]
    public static partial void Idle(ILogger logger, ProviderKind provider, string model, NodeAssignment nodes);
}
